/**
 * Readers of data that the lab ships or that a reader brings. A reader checks a hash before it
 * believes a file, and never downloads.
 */
package org.halfstep.data;
