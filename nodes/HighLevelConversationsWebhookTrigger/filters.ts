/** Which deliveries trigger the workflow. */
export interface Filters {
	/** ID of the only accepted location; undefined for all. */
	locationId?: string;
	/** 'inbound', 'outbound' or 'both'. Deliveries without a direction always pass. */
	direction: string;
}

/** The filtered properties of a delivery; undefined if it does not have them. */
interface FilteredProperties {
	locationId: unknown;
	direction: string | undefined;
}

/** Whether a delivery passes the filters. */
export const passesFilters = (
	delivery: FilteredProperties,
	{ locationId, direction }: Filters,
): boolean =>
	(locationId === undefined || delivery.locationId === locationId) &&
	(direction === 'both' || delivery.direction === undefined || delivery.direction === direction);
