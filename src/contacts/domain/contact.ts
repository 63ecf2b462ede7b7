export const CONTACT_TYPES = ['Client', 'Vendor', 'Partner', 'Internal', 'Other'] as const;

export type ContactType = (typeof CONTACT_TYPES)[number];

/** What people say about a contact. */
export interface ContactDetails {
  name: string;
  type: ContactType;
  email: string | null;
  phone: string | null;
  notes: string | null;
  /** The contact that this one belongs to, for example the company of a person. */
  parentId: number | null;
  /** The extraction profile of uploads that name none. */
  defaultProfileId: number | null;
}

/** Somebody whose documents are kept. */
export interface Contact extends ContactDetails {
  id: number;
  /** It always exists, under its name. */
  builtIn: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** The folders that every contact begins with. */
export const FIRST_FOLDERS = ['Documents', 'Review'] as const;
