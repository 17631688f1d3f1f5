namespace CodegenBert.Training.Surveys;

/// <summary>Rows whose input stands elsewhere too: what the model reads of both, ids and segments after cutting, is the same.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Conflicting">Of them, those with a label, labels or a score that the input has nowhere else before them.</param>
public readonly record struct Repetition(int Rows, int Conflicting);
