/** Buttons open these elements by their id, scripts or not. */
export const NAVIGATION_ID = 'navigation';
export const USER_MENU_ID = 'user-menu';
