using CodegenBert.Checkpoints.Names;
using CodegenBert.Tasks;

namespace CodegenBert.Modeling;

/// <summary>Names and shapes of the head's linear layers, named like those of a PyTorch <c>Sequential</c> of linear layers and activations.</summary>
internal static class HeadLayout
{
    /// <summary>Names of the linear layers, from the first to the one that gives the logits.</summary>
    public static IReadOnlyList<string> LayerNames(HeadDefinition head) => [.. Enumerable.Range(0, head.Hidden.Count + 1).Select(i => $"head.{2 * i}")];

    /// <summary>The head's tensors.</summary>
    public static IEnumerable<ExpectedWeight> Weights(HeadDefinition head, int inputWidth, int labelCount)
    {
        int[] widths = [inputWidth, .. head.Hidden, labelCount];
        return LayerNames(head).SelectMany((name, i) => ExpectedWeights.Linear(name, widths[i + 1], widths[i]));
    }
}
