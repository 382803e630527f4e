/* arrow_main.c - the empty program that each layer is linked whole into, so that an arrow pointing back is an
 * undefined symbol. */
int main(void)
{
	return 0;
}
