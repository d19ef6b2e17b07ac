/**
 * The report of an evaluation: one HTML file that needs nothing else, with inline drawings and
 * pictures, readable in the dark and on a phone.
 */
package io.reelspace.evaluate.report;
