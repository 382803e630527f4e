// The app at /: starts what everything stands on, then shows the sign-in or the screens.
import { render } from 'preact'
import { startLive } from './lib/live'
import { startOutbox } from './lib/outbox'
import { startRouter } from './lib/router'
import { startSession, useSession } from './lib/session'
import { startTheme } from './lib/theme'
import { SignIn } from './screens/signin/SignIn'
import { Shell } from './ui/Shell'
import './style/app.css'

let live = false
function App() {
	const { account } = useSession()
	if (account === undefined) return null // a moment: who is it?
	if (account === null) return <SignIn />
	if (!live) {
		live = true
		startLive()
	}
	return <Shell account={account} />
}

startTheme()
startRouter()
void startOutbox(startSession())
render(<App />, document.getElementById('app')!)
// Over plain HTTP there is none, and nothing needs it.
if ('serviceWorker' in navigator && isSecureContext) void navigator.serviceWorker.register('/sw.js').catch(() => undefined)
