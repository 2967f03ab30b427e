/** Returns whether a text contains the search text, in upper or lower case. For lists that HighLevel cannot search. */
export function nameFilter(search = ''): (text: string) => boolean {
	const searchText = search.trim().toLowerCase();
	return (text) => text.toLowerCase().includes(searchText);
}
