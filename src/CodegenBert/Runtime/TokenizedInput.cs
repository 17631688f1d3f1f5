namespace CodegenBert.Runtime;

/// <summary>One input as the encoder reads it.</summary>
/// <param name="InputIds">Vocabulary ids with <c>[CLS]</c> and <c>[SEP]</c>.</param>
/// <param name="TokenTypeIds">Segment ids: 0 for the first text, 1 for the second.</param>
/// <param name="Truncated">Whether the input was cut to the task's <c>max_length</c>.</param>
public sealed record TokenizedInput(IReadOnlyList<int> InputIds, IReadOnlyList<int> TokenTypeIds, bool Truncated);

/// <summary>Several inputs padded to the longest of them, row by row.</summary>
/// <param name="InputIds">Ids, one list a row, padded with <c>[PAD]</c>.</param>
/// <param name="TokenTypeIds">Segment ids, padded with 0.</param>
/// <param name="AttentionMask">1 for a real token, 0 for padding.</param>
public sealed record TokenizedBatch(
    IReadOnlyList<IReadOnlyList<int>> InputIds,
    IReadOnlyList<IReadOnlyList<int>> TokenTypeIds,
    IReadOnlyList<IReadOnlyList<int>> AttentionMask);
