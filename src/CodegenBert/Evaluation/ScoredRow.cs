using CodegenBert.Data;

namespace CodegenBert.Evaluation;

/// <summary>Is told of a row that was scored.</summary>
/// <param name="row">0-based index of the row.</param>
/// <param name="target">What the row says.</param>
/// <param name="outputs">What the model says: softmax for one label, the logits for several, the raw score; valid during the call.</param>
internal delegate void ScoredRow(int row, RowTarget target, ReadOnlySpan<float> outputs);
