using CodegenBert.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace CodegenBert.Training;

/// <summary>The gradient of some rows of a table; that of the others is 0.</summary>
/// <param name="Ids">The rows, ascending.</param>
/// <param name="Values">(ids, e)</param>
internal sealed record RowGradient(long[] Ids, Tensor Values)
{
    /// <summary>Sums up what several look-ups say, in their order. The tensor belongs to the caller's scope.</summary>
    /// <param name="ids">Of each look-up. (T)</param>
    /// <param name="gradients">Of each look-up. (T, e)</param>
    public static RowGradient Sum(IReadOnlyList<long[]> ids, IReadOnlyList<Tensor> gradients)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] rows = [.. ids.SelectMany(own => own).Distinct().Order()];
        Tensor values = zeros(rows.Length, gradients[0].size(1));
        foreach ((long[] own, Tensor gradient) in ids.Zip(gradients))
        {
            values.AddRowsInPlace(tensor([.. own.Select(id => (long)Array.BinarySearch(rows, id))]), gradient);
        }

        return new(rows, values.MoveToOuterDisposeScope());
    }
}
