// The plots that are used, and no others; SVG, so that print is sharp.
import { BarChart, CustomChart, HeatmapChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent, VisualMapComponent, type GridComponentOption, type TooltipComponentOption, type VisualMapComponentOption } from 'echarts/components'
import { init, use, type ComposeOption, type ECharts } from 'echarts/core'
import type { BarSeriesOption, CustomSeriesOption, HeatmapSeriesOption, LineSeriesOption } from 'echarts/charts'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, CustomChart, HeatmapChart, LineChart, GridComponent, TooltipComponent, VisualMapComponent, SVGRenderer])

export type EChartsOption = ComposeOption<BarSeriesOption | CustomSeriesOption | HeatmapSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption | VisualMapComponentOption>
export type Draw = (box: HTMLElement) => ECharts
export const draw: Draw = (box) => init(box, undefined, { renderer: 'svg' })
