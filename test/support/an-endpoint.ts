import type { EndpointSettings } from '../../src/webhook-delivery/domain/endpoint.js';

/** The settings of an endpoint for exports, with `values` over them. */
export function anEndpoint(values: Partial<EndpointSettings> = {}): EndpointSettings {
  return {
    url: 'https://crm.example/hook',
    events: ['document.exported'],
    description: null,
    enabled: true,
    auth: { type: 'none' },
    headers: {},
    maxInFlight: 16,
    ...values,
  };
}
