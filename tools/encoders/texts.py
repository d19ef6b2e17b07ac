"""Text encoders of BERT's kind: [CLS] and mean pooling, one of many languages."""

import json
import tempfile

import torch
from tokenizers import (
    BertWordPieceTokenizer, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors)

from common import CORPUS, TEXTS, export, floats, folder, unit, write_json
from image_text import TOKENS, Picked, save_tokenizer, sentencepiece_model, spread


def words_of(encoding, states):
    """The mean state of each word, of length one."""
    ids = encoding.word_ids
    count = max((i for i in ids if i is not None), default=-1) + 1
    return [unit(states[[t for t, w in enumerate(ids) if w == word]].mean(0)) for word in range(count)]


def write(name, model, config, tokenizer, pooling, inputs, length):
    place = folder(name)
    texts, ids, rows, words = TEXTS, [], [], []
    for text in texts:
        one = tokenizer(text, truncation=True, max_length=length, return_tensors="pt")
        with torch.no_grad():
            states = model(**{k: one[k] for k in inputs}).last_hidden_state[0].numpy()
        ids.append(one.input_ids[0].tolist())
        rows.append(unit(states[0] if pooling == "cls" else states.mean(0)))
        words.append(words_of(one.encodings[0], states))
    write_json(place / "config.json", config)
    write_json(place / "1_Pooling/config.json", {
        "word_embedding_dimension": 32, "pooling_mode_cls_token": pooling == "cls",
        "pooling_mode_mean_tokens": pooling == "mean"})
    write_json(place / "sentence_bert_config.json", {"max_seq_length": length, "do_lower_case": False})
    save_tokenizer(tokenizer, place)
    batch = tokenizer(TEXTS[:2], padding=True, return_tensors="pt")
    export(Picked(model, lambda m, *x: m(**dict(zip(inputs, x))).last_hidden_state),
           [batch[k] for k in inputs], place / "onnx/model.onnx", list(inputs),
           ["last_hidden_state"],
           {**{k: TOKENS for k in inputs}, "last_hidden_state": TOKENS})
    write_json(place / "expected.json", {"photos": [], "texts": [
        {"text": t, "ids": i, "embedding": floats(r), "words": [floats(w) for w in ws[:4]],
         "wordCount": len(ws)}
        for t, i, r, ws in zip(texts, ids, rows, words)]})


def bert(pooling):
    from transformers import BertConfig, BertModel, BertTokenizerFast

    learner = BertWordPieceTokenizer(lowercase=True)
    learner.train_from_iterator(CORPUS * 3, vocab_size=500, show_progress=False)
    tokenizer = BertTokenizerFast(tokenizer_object=learner._tokenizer, model_max_length=64)
    # A cased one, which the project's own tokenizer leaves to the library.
    if pooling == "cls":
        tokenizer.backend_tokenizer.normalizer = normalizers.BertNormalizer(
            lowercase=False, strip_accents=False)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64)
    config._attn_implementation = "eager"
    model = spread(BertModel(config, add_pooling_layer=False), 8 if pooling == "cls" else 9)
    write(f"bert-{pooling}", model,
          {"model_type": "bert", "hidden_size": 32, "max_position_embeddings": 64}, tokenizer, pooling,
          ("input_ids", "attention_mask", "token_type_ids"), 32)


def multilingual():
    """XLM-RoBERTa's kind: a unigram vocabulary over all scripts, positions from the padding on."""
    import sentencepiece.sentencepiece_model_pb2 as pb
    from transformers import PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

    proto = pb.ModelProto()
    proto.ParseFromString(sentencepiece_model())
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
    pieces += [(p.piece, p.score) for p in proto.pieces if p.piece not in ("</s>", "<unk>")]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>",
        unk_token="<unk>", cls_token="<s>", sep_token="</s>", model_max_length=40,
        model_input_names=["input_ids", "attention_mask"])
    config = XLMRobertaConfig(
        vocab_size=len(fast), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=42, pad_token_id=1, type_vocab_size=1)
    config._attn_implementation = "eager"
    model = spread(XLMRobertaModel(config, add_pooling_layer=False), 10)
    write("multilingual", model,
          {"model_type": "xlm-roberta", "max_position_embeddings": 42, "pad_token_id": 1}, fast, "mean",
          ("input_ids", "attention_mask"), 40)


FAMILIES = {
    "bert-cls": lambda: bert("cls"), "bert-mean": lambda: bert("mean"), "multilingual": multilingual,
}
