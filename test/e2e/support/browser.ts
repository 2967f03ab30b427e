import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { PROJECT } from '../../../n8n/paths';
import type { World } from './world';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const WAIT = 15_000;

/** Starts a headless Chromium; CHROMIUM_PATH names another than Debian's. */
export async function launch(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** n8n's editor in a tab of its own, signed in as the owner. */
export class EditorPage {
	private constructor(readonly page: Page) {}

	/** @param path below the editor's address */
	static async open(
		{ n8n, client }: World,
		browser: Browser,
		path: string,
		colorScheme: 'light' | 'dark' = 'light',
	): Promise<EditorPage> {
		const viewport = { width: 1440, height: 900 };
		const context = await browser.newContext({ viewport, colorScheme });
		const [name, value] = client.cookie.split('=');
		await context.addCookies([{ name, value, url: n8n.url }]);
		const page = await context.newPage();
		page.setDefaultTimeout(WAIT);
		await page.goto(n8n.url + path);
		return new EditorPage(page);
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}

	/** Opens the list of nodes and types into its search. */
	async searchNodes(text: string): Promise<Locator> {
		const search = this.page.getByTestId('node-creator-search-bar');
		if (!(await search.isVisible())) {
			const first = this.page.getByTestId('canvas-add-button');
			const next = this.page.getByTestId('node-creator-plus-button');
			await first.or(next).first().click();
		}
		await search.fill(text);
		return this.page.getByTestId('item-iterator-item');
	}

	/** Adds a node by its name in the list, and one of its actions when it has several. */
	async addNode(text: string, name: string, action?: string): Promise<void> {
		const found = await this.searchNodes(text);
		await found
			.filter({ has: this.page.getByText(name, { exact: true }) })
			.first()
			.click();
		if (action === undefined) return;
		await this.page.getByTestId('node-creator-search-bar').fill(action);
		await found
			.filter({ has: this.page.getByText(action, { exact: true }) })
			.first()
			.click();
		await this.page.getByTestId('ndv').waitFor();
	}

	/** @returns the control of a parameter of the open node. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** Picks an entry of a drop-down of the open node. */
	async choose(name: string, option: string): Promise<void> {
		await this.parameter(name).click();
		await this.page.getByRole('option', { name: option, exact: true }).click();
	}

	/** Types into a text field of the open node. */
	async fill(name: string, text: string): Promise<void> {
		await this.parameter(name).locator('input, textarea').first().fill(text);
	}

	/** Runs the open node and waits for what it puts out. */
	async executeStep(): Promise<string> {
		await this.page.getByTestId('node-execute-button').click();
		const output = this.page.getByTestId('output-panel').getByTestId('ndv-data-container');
		await output.waitFor();
		return await output.innerText();
	}

	/** Keeps what the window shows as docs/images/<name>.png. */
	async keepImage(name: string): Promise<void> {
		const folder = join(PROJECT, 'docs', 'images');
		mkdirSync(folder, { recursive: true });
		// Notices of n8n itself would cover the corner.
		for (const close of await this.page.locator('.el-notification__closeBtn').all()) {
			await close.click();
		}
		const path = join(folder, `${name}.png`);
		await this.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
	}
}
