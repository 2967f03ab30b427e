/** What has to be true of a delivery to start the workflow. */
export interface Filters {
	/** Undefined accepts any location. */
	locationId?: string;
	/** 'both', or one of the two; what has no direction always passes. */
	direction: string;
}

/** What the filters look at, undefined if a delivery does not say it. */
interface Filtered {
	locationId: unknown;
	direction: string | undefined;
}

/** Whether a delivery passes the filters. */
export const passesFilters = (delivery: Filtered, { locationId, direction }: Filters): boolean =>
	(locationId === undefined || delivery.locationId === locationId) &&
	(direction === 'both' || delivery.direction === undefined || delivery.direction === direction);
