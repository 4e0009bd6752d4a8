/** SPEC: the configuration's schema in the form from which Airbyte builds its pages. */
import type { z } from 'zod';
import { configJsonSchema } from '../config-schema.ts';
import type { AdvancedAuth, SpecMessage } from './messages.ts';

/** The version of the protocol that `messages.ts` follows. */
const protocolVersion = '0.18.0';

/** Where a user learns to make the token, the one thing the form asks for. */
const documentationUrl = 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication';

const text = { type: 'string' };

/** A text that a platform writes into the configuration under this key. */
const writtenTo = (key: string) => ({ ...text, path_in_connector_config: [key] });

/** As Airbyte's own Intercom source has it, so that a platform which knows its OAuth app writes the same configuration for both. */
const advancedAuth: AdvancedAuth = {
  auth_flow_type: 'oauth2.0',
  oauth_config_specification: {
    // https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth
    oauth_connector_input_specification: {
      consent_url:
        'https://app.intercom.com/a/oauth/connect?{{client_id_param}}&{{redirect_uri_param}}&response_type=code&{{state_param}}',
      access_token_url: 'https://api.intercom.io/auth/eagle/token',
      access_token_headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      access_token_params: {
        code: '{{ auth_code_value }}',
        client_id: '{{ client_id_value }}',
        client_secret: '{{ client_secret_value }}',
      },
      extract_output: ['access_token'],
    },
    complete_oauth_output_specification: {
      type: 'object',
      properties: { access_token: writtenTo('access_token') },
    },
    complete_oauth_server_input_specification: {
      type: 'object',
      properties: { client_id: text, client_secret: text },
    },
    complete_oauth_server_output_specification: {
      type: 'object',
      properties: { client_id: writtenTo('client_id'), client_secret: writtenTo('client_secret') },
    },
  },
};

/** The SPEC message of a source that takes such a configuration. The platform reads it from the first lines of stdout, so write it first. */
export function airbyteSpec(config: z.ZodType): SpecMessage {
  const schema = configJsonSchema(config);
  return {
    type: 'SPEC',
    spec: {
      protocol_version: protocolVersion,
      documentationUrl,
      supportsIncremental: true,
      connectionSpecification: { ...schema, title: 'Intercom', additionalProperties: true },
      advanced_auth: advancedAuth,
    },
  };
}
