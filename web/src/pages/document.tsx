import { PageTitle } from '../parts/page-title.js';
import type { PageProps } from '../routes.js';

export default function DocumentPage({ parameters }: PageProps) {
  return <PageTitle title={`Document ${parameters['id']}`} />;
}
