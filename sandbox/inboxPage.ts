import type { State } from './state';
import type { Conversation, Message } from './types';

const STYLE = `
	body { font: 16px/1.45 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; color: #1d2430; background: #f4f6f9 }
	a { color: inherit } h1 { font-size: 1.2rem }
	.list a { display: block; padding: .6rem .8rem; margin: .3rem 0; background: #fff; border-radius: 8px; text-decoration: none }
	.list small, .message small { color: #667085 }
	.message { max-width: 75%; margin: .35rem 0; padding: .5rem .8rem; border-radius: 12px; background: #fff; white-space: pre-wrap; overflow-wrap: anywhere }
	.outbound { margin-left: auto; background: #d9ecff } .note { margin: .35rem auto; background: #fff5d6 }
	form { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-top: 1rem } textarea, input { flex: 1 1 100%; font: inherit; padding: .5rem }
	button { font: inherit; padding: .45rem .9rem }`;

/** Updates the messages every second, and keeps the text in the box. */
const SCRIPT = `
	setInterval(async () => {
		const reply = await fetch(location.href).catch(() => undefined);
		if (!reply || !reply.ok) return;
		const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
		const [now, next] = [document, page].map((each) => each.querySelector('main'));
		if (now && next && now.innerHTML !== next.innerHTML) now.innerHTML = next.innerHTML;
	}, 1000);`;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => ENTITIES[found]);

const page = (title: string, main: string, rest: string): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
	`<title>${escaped(title)}</title><style>${STYLE}</style></head>` +
	`<body><h1>${escaped(title)}</h1><main>${main}</main>${rest}<script>${SCRIPT}</script></body></html>`;

const nameOf = (state: State, { contactId }: Conversation): string => {
	const contact = state.contacts.get(contactId);
	return contact ? `${contact.firstName} ${contact.lastName}`.trim() : 'Unknown contact';
};

const timeOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

/** The type of a message without a text, e.g. "call". */
const kindOf = ({ messageType }: Message): string =>
	messageType.replace('TYPE_', '').replaceAll('_', ' ').toLowerCase();

/** The sender of a message on the page. */
function authorOf(state: State, conversation: Conversation, message: Message): string {
	if (message.messageType.includes('INTERNAL_COMMENT')) return 'Internal comment';
	if (message.direction === 'inbound') return nameOf(state, conversation);
	if (message.source === 'app' && message.userId !== undefined) return 'Colleague';
	return message.source === 'api' ? 'API (n8n)' : 'Automation';
}

/** A page with all conversations, newest first, and a form for a new contact. */
export function inboxPage(state: State, locationId: string): string {
	const conversations = [...state.conversations.values()]
		.filter((each) => each.locationId === locationId)
		.sort((a, b) => b.lastMessageDate - a.lastMessageDate);
	const rows = conversations.map(
		(each) =>
			`<a href="/inbox/${each.id}"><b>${escaped(nameOf(state, each))}</b> ` +
			`<small>${timeOf(each.lastMessageDate)}</small><br>${escaped(each.lastMessageBody.slice(0, 120))}</a>`,
	);
	const form =
		'<form method="post" action="/inbox"><input name="name" placeholder="Name of a new contact" required>' +
		'<textarea name="text" rows="2" placeholder="Their first message" required></textarea>' +
		'<button>Write as a new contact</button></form>';
	return page('Sandbox inbox', `<div class="list">${rows.join('')}</div>`, form);
}

/** A conversation as a chat, with a form to write as the contact or as a colleague. */
export function conversationPage(state: State, conversation: Conversation): string {
	const messages = [...state.messages.values()]
		.filter(({ conversationId }) => conversationId === conversation.id)
		.sort((a, b) => a.dateAdded - b.dateAdded || a.seq - b.seq)
		.slice(-100);
	const bubbles = messages.map((each) => {
		const isNote = each.messageType.includes('INTERNAL_COMMENT');
		const text = each.body ?? `(${kindOf(each)})`;
		return (
			`<div class="message ${isNote ? 'note' : each.direction}">${escaped(text)}<br>` +
			`<small>${escaped(authorOf(state, conversation, each))}, ${timeOf(each.dateAdded)}, ${escaped(each.status)}</small></div>`
		);
	});
	const form =
		`<form method="post" action="/inbox/${conversation.id}">` +
		'<textarea name="text" rows="3" placeholder="Message" required autofocus></textarea>' +
		'<button name="as" value="contact">Write as the contact</button>' +
		'<button name="as" value="colleague">Write as a colleague</button>' +
		'<a href="/inbox">All conversations</a></form>';
	return page(nameOf(state, conversation), bubbles.join(''), form);
}
