/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';
import { chromium, selectors } from 'playwright-core';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { N8nClient } from '../../../n8n/client';
import type { N8n } from '../../../n8n/instance';

const CHROMIUM =
	process.env.CHROMIUM_PATH ??
	['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const WAIT = 60_000;

/** Starts a headless Chromium, signed in as the owner of n8n. `CHROMIUM_PATH` replaces the system's Chromium. */
export async function launch({
	n8n,
	client,
}: {
	n8n: Pick<N8n, 'url'>;
	client: N8nClient;
}): Promise<BrowserContext> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	const [name, value] = client.cookie.split('=');
	await context.addCookies([{ name, value, url: n8n.url }]);
	return context;
}

/** n8n's editor in a new tab. */
export class EditorPage {
	/** What went wrong in the page, and what it wrote to the console as an error. */
	readonly errors: string[] = [];

	private constructor(readonly page: Page) {
		page.on('pageerror', (error) => this.errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') this.errors.push(message.text());
		});
	}

	/** @param url of a page of the editor */
	static async open(
		context: BrowserContext,
		url: string,
		colorScheme: 'light' | 'dark',
	): Promise<EditorPage> {
		const page = await context.newPage();
		page.setDefaultTimeout(WAIT);
		const editor = new EditorPage(page);
		await page.emulateMedia({ colorScheme });
		await page.goto(url);
		return editor;
	}

	async close(): Promise<void> {
		await this.page.close();
	}

	/** Opens the list of nodes, behind the last node or for the first one, and types into its search. */
	async searchNodes(text: string): Promise<Locator> {
		const first = this.page.getByTestId('canvas-add-button');
		const next = this.page.getByTestId('canvas-handle-plus');
		await first.or(next).first().click();
		await this.page.getByTestId('node-creator-search-bar').fill(text);
		return this.page.getByTestId('item-iterator-item');
	}

	/** Opens the page on which n8n describes a community node before it is added. */
	async openDetails(search: string, name: string): Promise<void> {
		const found = await this.searchNodes(search);
		await this.entry(found, name).click();
	}

	/** Adds the node whose description is open by one of its actions; n8n opens the node. */
	async addAction(action: string): Promise<void> {
		await this.page.getByText(action, { exact: true }).click();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** @returns the one of these list entries that has this title. */
	entry(entries: Locator, title: string): Locator {
		return entries.filter({ has: this.page.getByText(title, { exact: true }) }).first();
	}

	/** Opens a node of the canvas. */
	async openNode(name: string): Promise<void> {
		const node = this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
		await node.dblclick();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** @returns the titles of the open node's fields, from top to bottom. */
	async titles(): Promise<string[]> {
		const titles = await this.page.getByTestId('node-parameters').getByTestId('input-label');
		return (await titles.allInnerTexts()).map((text) => text.trim().split('\n')[0]);
	}

	/** @returns the title of one of the open node's fields. */
	title(text: string): Locator {
		const titles = this.page.getByTestId('node-parameters').getByTestId('input-label');
		return this.entry(titles, text);
	}

	/** @returns a resource locator of the open node. */
	locator(name: string): Locator {
		return this.page.getByTestId(`resource-locator-${name}`);
	}

	/** Picks the first entry with this text from a resource locator's list. */
	async pick(name: string, text: string): Promise<void> {
		await this.locator(name).getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-item').filter({ hasText: text }).first().click();
	}

	/** Types a value into a resource locator of the open node, in one of its modes. */
	async locate(name: string, mode: string, value: string): Promise<void> {
		await this.locator(name).getByTestId('rlc-mode-selector').click();
		await this.entry(this.page.getByRole('option'), mode).click();
		await this.locator(name).locator('input').last().fill(value);
	}

	/** @returns the control of a parameter of the open node. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** Picks an entry of a drop-down of the open node. */
	async choose(name: string, option: string): Promise<void> {
		await this.parameter(name).click();
		await this.entry(this.page.getByRole('option'), option).click();
	}

	/** Types into a text field of the open node. */
	async fill(name: string, text: string): Promise<void> {
		await this.parameter(name).locator('input, textarea').first().fill(text);
	}

	/** @returns the mean of red, green and blue (0 to 255) of an element's text. */
	async brightnessOfText(element: Locator): Promise<number> {
		// A canvas turns whatever form the browser reports a colour in into numbers.
		const [red, green, blue] = await element.evaluate((each) => {
			const canvas = document.createElement('canvas').getContext('2d');
			if (!canvas) return [];
			canvas.fillStyle = getComputedStyle(each).color;
			canvas.fillRect(0, 0, 1, 1);
			return [...canvas.getImageData(0, 0, 1, 1).data];
		});
		return (red + green + blue) / 3;
	}

	/** Runs the open node and waits until its output shows this text. */
	async executeStep(expected: string): Promise<void> {
		const shown = this.page.getByTestId('output-panel').getByText(expected).first();
		const notStarted = this.page.getByText('Workflow execution cannot start').first();
		for (let tries = 0; tries < 10; tries++) {
			await this.page.getByTestId('node-execute-button').click();
			await shown.or(notStarted).first().waitFor();
			if (await shown.isVisible()) return;
			// The editor takes a value over a little after it was typed. Until then it finds the field empty, and starts nothing.
			await this.page.locator('.el-notification__closeBtn').first().click();
			await notStarted.waitFor({ state: 'detached' });
		}
		throw new Error(`The step did not start, so it never showed ${expected}`);
	}
}
