/** Its version is what the next write must name. The clock is the only one by which its times are told. */
export const READ_SLOT_BOOK = `
  SELECT holders, version, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now FROM webhook_slot_book`;
