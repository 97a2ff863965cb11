"""From a reader's characters to terms: normalisation, segmentation, pinyin, lexicon."""
