using CodegenBert.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>How much of the encoder is fixed in the course of a run, and where the spec says so.</summary>
/// <param name="Freeze">The freezing; with phases, that of the one that trains the most.</param>
/// <param name="Phases">The phases; none for a run with one freezing.</param>
/// <param name="Place">Where it is written: the value of <c>freeze</c>, or the key <c>phases</c>; null if nowhere.</param>
/// <param name="Plans">Each freezing of the run with its place.</param>
internal sealed record Freezing(FreezeModel Freeze, EquatableArray<PhaseModel> Phases, TextSpan? Place, IReadOnlyList<(FreezeModel Freeze, TextSpan? Place)> Plans)
{
    public bool IsWhole => Freeze.Kind == FreezeKind.All;

    public bool HasPhases => Phases.Count > 0;

    /// <summary>Whether nothing is ever fixed.</summary>
    public bool IsNone => Plans.All(static plan => plan.Freeze.Kind == FreezeKind.None);

    public static Freezing Read(Section spec, EncoderManifest? manifest)
    {
        FreezeModel freeze = FreezeSection.Read(spec, SpecKeys.Freezings, manifest);
        TextSpan? place = spec["freeze"]?.ValueSpan;
        return PhasesSection.Read(spec, manifest) ?? new(freeze, default, place, [(freeze, place)]);
    }
}
