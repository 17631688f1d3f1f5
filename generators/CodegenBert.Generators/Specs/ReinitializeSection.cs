using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary><c>training</c>'s <c>reinitialize</c>: how many of the encoder's top layers start from new random weights.</summary>
internal static class ReinitializeSection
{
    private const string Key = "reinitialize";

    /// <summary>How many; null where it is not known that any layer is trained.</summary>
    public static int? Read(Section? training, Freezing freezing, EncoderManifest? manifest)
    {
        string hint = manifest is null ? "" : $" (the layers of {manifest.Name})";
        int layers = training?.Whole(Key, 0, manifest?.Layers ?? int.MaxValue, hint) ?? 0;
        switch (freezing.Freeze.Kind)
        {
            case FreezeKind.All:
                training?.Contradict(Key, freezing.Place, "acts on the encoder's layers, and all of them are frozen", "remove the key");
                return null;
            case FreezeKind.Auto:
                training?.Contradict(Key, freezing.Place, "wants layers that are trained, and the data decide which are", "say how many are trained, like 'freeze: { all_but_top: 2 }', or remove the key");
                return null;
            default:
                return training is not null && IsRefused(training, layers, freezing, manifest) ? 0 : layers;
        }
    }

    /// <summary>A layer of random weights that is frozen, in one phase even, says nothing to the head.</summary>
    private static bool IsRefused(Section training, int layers, Freezing freezing, EncoderManifest? manifest)
    {
        (FreezeModel freeze, TextSpan? place) = freezing.Plans.OrderBy(plan => plan.Freeze.TrainedLayers(manifest?.Layers) ?? int.MaxValue).First();
        if (freeze.TrainedLayers(manifest?.Layers) is not { } trained || layers <= trained)
        {
            return false;
        }

        string most = Invariant.Text(trained);
        training.Problems.AddConflict(
            SpecRules.Contradiction,
            training[Key]!.ValueSpan,
            place,
            $"'{Key}: {Invariant.Text(layers)}' exceeds the number of trained layers, {most}{training.Problems.InLine(place)}",
            trained == 0 ? "freeze less, or remove the key" : $"freeze less, or write at most {most}");
        return true;
    }
}
