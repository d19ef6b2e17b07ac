/**
 * Features of frozen encoders, computed once and kept on disk.
 *
 * <p>{@link io.reelspace.train.features.FeatureExtraction} runs encoders over a data set; {@link
 * io.reelspace.train.features.FeatureWriter} appends what they give to a folder of Arrow IPC files,
 * one folder for each modality; {@link io.reelspace.train.features.FeatureStore} maps these files
 * into memory for reading. A row is the sequence of one file's frames (or one text) in one {@link
 * io.reelspace.train.features.Views view}, with the checksum of its source. The folder belongs to
 * one encoder, named by its fingerprint: features of another are refused.
 *
 * <p>Training reads through a {@link io.reelspace.train.features.FeatureTable}, a row for each
 * example; {@link io.reelspace.train.features.PairedFeatures} holds the tables of both sides and
 * which caption belongs to which video.
 *
 * <p>Any Arrow library reads the files as they are, for example in Python:
 *
 * <pre>
 * import pyarrow.dataset
 * rows = pyarrow.dataset.dataset("features/visual", format="arrow").to_table().to_pandas()
 * </pre>
 */
package io.reelspace.train.features;
