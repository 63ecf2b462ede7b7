export type Role = 'admin' | 'reviewer' | 'viewer';

export interface UserResponse {
  id: number;
  email: string;
  name: string;
  role: Role;
  disabled: boolean;
  last_login_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface ListUsersData {
  url: '/api/users';
  query?: { limit?: number; cursor?: string };
}

export interface ListUsersResponse {
  items: UserResponse[];
  next_cursor: string | null;
}

export interface CreateUserData {
  url: '/api/users';
  body: { email: string; name: string; role: Role; password?: string | null };
}

export interface ChangeUserData {
  url: '/api/users/{id}';
  path: { id: number };
  body: { email?: string; name?: string; role?: Role; disabled?: boolean; password?: string };
}

export interface DeleteUserData {
  url: '/api/users/{id}';
  path: { id: number };
}
