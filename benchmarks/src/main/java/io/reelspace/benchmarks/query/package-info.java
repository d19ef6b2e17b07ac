/** What images beside a text, differences and feedback gain; see benchmarks/query/README.md. */
package io.reelspace.benchmarks.query;
