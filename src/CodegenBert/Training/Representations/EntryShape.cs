using CodegenBert.Modeling;

namespace CodegenBert.Training.Representations;

/// <summary>
/// How what the frozen part said of one text lies in memory and on disk: rows as wide as the encoder, first the hidden state at the boundary by true length
/// (if layers above it are trained), then the vectors that the head reads up to there. (L + vectors, d), float32
/// </summary>
/// <param name="Width">d, the encoder's width.</param>
/// <param name="HoldsHidden">Whether the hidden state is a part of it.</param>
/// <param name="Vectors">How many vectors.</param>
internal readonly record struct EntryShape(int Width, bool HoldsHidden, int Vectors)
{
    /// <summary>Bytes of a row.</summary>
    public int RowBytes => Width * sizeof(float);

    /// <summary>The shape for a model's freezing.</summary>
    public static EntryShape Of(SequenceClassifier model) =>
        new(model.Configuration.HiddenSize, model.TrainsEncoder, model.Plan.CountUpTo(model.Boundary));

    /// <summary>Rows of the hidden state of a text of so many tokens.</summary>
    public int HiddenRows(int length) => HoldsHidden ? length : 0;

    /// <summary>All rows of a text of so many tokens.</summary>
    public int Rows(int length) => HiddenRows(length) + Vectors;
}
