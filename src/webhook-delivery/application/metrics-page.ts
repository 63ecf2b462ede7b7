/** What this process has measured, for Prometheus. */
export abstract class MetricsPage {
  /** Never fails: while the database is away, what is read from it is as old as it is. */
  abstract read(): Promise<{ contentType: string; text: string }>;
}
