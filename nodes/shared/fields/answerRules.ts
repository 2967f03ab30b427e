import type { INodeProperties } from 'n8n-workflow';

/** Filters by the contact's tags and by the users that a conversation is assigned to. */
export const contactFilters: INodeProperties[] = [
	{
		displayName: 'Assigned To',
		name: 'assignedTo',
		type: 'options',
		options: [
			{ name: 'Assigned or Unassigned', value: 'anyone' },
			{ name: 'Unassigned', value: 'nobody' },
			{ name: 'Any User', value: 'somebody' },
			{ name: 'Specific Users', value: 'users' },
		],
		default: 'anyone',
		description: 'Only answer conversations with this assignment',
	},
	{
		displayName: 'Assigned Users',
		name: 'assignedUsers',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add User ID' },
		default: [],
		placeholder: 'e.g. Tz3kL8mQp2RsVx7Yb1Nc',
		description: "IDs of the users, if 'Assigned To' is 'Specific Users'",
	},
	{
		displayName: 'Blocked Tags',
		name: 'blockedTags',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Tag' },
		default: [],
		placeholder: 'e.g. human only',
		description: 'Do not answer contacts that have any of these tags, in upper or lower case',
	},
	{
		displayName: 'Required Tags',
		name: 'requiredTags',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Tag' },
		default: [],
		placeholder: 'e.g. ai assistant',
		description: 'Only answer contacts that have all of these tags, in upper or lower case',
	},
];

/** Options that decide which messages need an answer, and how long to wait after a person has taken over. */
export const answerOptions: INodeProperties[] = [
	{
		displayName: 'After Pause',
		name: 'afterPause',
		type: 'options',
		options: [
			{
				name: 'Answer',
				value: 'answer',
				description: 'Answer what is still unanswered when the pause ends',
			},
			{
				name: 'Leave to Person',
				value: 'leave',
				description: 'Leave messages that arrived during the pause to the person',
			},
		],
		default: 'answer',
		description: "What to do with messages that arrive during 'Pause After Human'",
	},
	{
		displayName: 'Hand-Over Hours',
		name: 'handOverHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 4,
		description:
			'Number of hours to wait after an internal comment that mentions a user, unless a person writes sooner',
	},
	{
		displayName: 'Max Answers per Hour',
		name: 'maxAnswersPerHour',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 20,
		description:
			'Stop after this many answers in a conversation within an hour, e.g. to an auto-responder. 0 for no limit.',
	},
	{
		displayName: 'Opt-Out Words',
		name: 'optOutWords',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Word' },
		default: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT'],
		description:
			'A message that is only one of these words, in upper or lower case, settles the conversation and is not answered',
	},
	{
		displayName: 'Other Kinds of Messages',
		name: 'otherKinds',
		type: 'boolean',
		default: false,
		description:
			'Whether to answer reactions, comments on posts, reviews, no-show notices and form submissions as well',
	},
];

const defaultOf = (name: string) => answerOptions.find((option) => option.name === name)?.default;

/** The values of options that the user did not add. */
export const ANSWER_RULE_DEFAULTS = {
	handOverHours: Number(defaultOf('handOverHours')),
	maxAnswersPerHour: Number(defaultOf('maxAnswersPerHour')),
	optOutWords: defaultOf('optOutWords') as readonly string[],
};
