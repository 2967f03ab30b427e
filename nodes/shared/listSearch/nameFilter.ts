/** Whether a text contains what the user searches for, in upper or lower case. For lists that HighLevel cannot search. */
export function nameFilter(search = ''): (text: string) => boolean {
	const wanted = search.trim().toLowerCase();
	return (text) => text.toLowerCase().includes(wanted);
}
