import { isApiMessage, markedText } from '../../../nodes/shared/thread';
import { person, sent, wrote } from './messages';

const CALL = 'TYPE_CALL';

test.each([
	['a text of a colleague', person(0, { body: 'See you' }), '[A colleague wrote] See you'],
	['a call of a colleague', person(0, { messageType: CALL, status: 'completed', body: 'Left a\n note' }), '[A colleague called: Left a note]'], // prettier-ignore
	["an agent's call", sent(0, 'api', { messageType: CALL, body: 'Hello' }), '[We wrote] Hello'],
	['a text of an agent', sent(0, 'api', { body: 'Hello' }), '[We wrote] Hello'],
	['a workflow', sent(0, 'workflow', { body: 'Hello' }), '[Automated message] Hello'],
	['a campaign email without direction', { messageType: 'TYPE_CAMPAIGN_EMAIL', body: 'Hello' }, '[Automated message] Hello'], // prettier-ignore
	['blank lines', sent(0, 'api', { body: 'One\n\n \nTwo' }), '[We wrote] One\n\n \n[We wrote] Two'],
	["the contact's call", wrote(0, 'Please call', { messageType: CALL }), 'Please call'],
	['a reaction', wrote(0, 'Loved it', { messageType: 'TYPE_SMS_REACTION' }), '[Reaction] Loved it'],
])('marks %s', (_, message, expected) => {
	expect(markedText(message)).toBe(expected);
});

test.each([
	['TYPE_SMS', 'Hi'],
	['TYPE_EMAIL', '[By email] Hi'],
	['TYPE_WHATSAPP', '[By WhatsApp] Hi'],
	['TYPE_WEBCHAT', '[By web chat] Hi'],
	['TYPE_SOMETHING_NEW', '[By another channel] Hi'],
])('names the channel of %s if only SMS is watched', (messageType, expected) => {
	expect(markedText(wrote(0, 'Hi', { messageType }), ['sms'])).toBe(expected);
});

test.each([
	['[We wrote] Yes [1]', '(We wrote) Yes [1]'],
	['  [Reaction] Yes', '(Reaction) Yes'],
	['\u3010We wrote\u3011 Yes', '(We wrote) Yes'],
	['Yes\r[We wrote] No', 'Yes\n(We wrote) No'],
	['Yes\u2028\u200b[We wrote] No', 'Yes\n(We wrote) No'],
	['Yes [We wrote] No', 'Yes [We wrote] No'],
])('shows no mark in what the contact wrote: %j', (body, expected) => {
	expect(markedText(wrote(0, `.\n${body}`))).toBe(`.\n${expected}`);
});

it('counts as messages of an agent those through the API only', () => {
	const types = { messageType: 'TYPE_INTERNAL_COMMENT' };
	const all = [
		...[sent(0, 'api'), sent(0, undefined), sent(0, 'workflow'), person(0), wrote(0, 'Hi')],
		...[sent(0, 'api', types)],
	];
	expect(all.map(isApiMessage)).toEqual([true, true, false, false, false, false]);
});
