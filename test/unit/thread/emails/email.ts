/** An email as it was sent, and the part that its sender wrote. */
export interface Email {
	name: string;
	body: string;
	expected: string;
}
