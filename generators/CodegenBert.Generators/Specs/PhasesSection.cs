using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary><c>phases</c>: freezings that follow one another, in place of <c>freeze</c> and of <c>training</c>'s <c>epochs</c>.</summary>
internal static class PhasesSection
{
    private const int Most = 100;

    /// <summary>The phases' freezing, or null if there are none that can be used.</summary>
    public static Freezing? Read(Section spec, EncoderManifest? manifest)
    {
        const string allowed = "a list of phases, like [{ epochs: 1, freeze: all }, { epochs: 2, freeze: none }]";
        if (spec["phases"] is not { } entry)
        {
            return null;
        }

        spec.Contradict("freeze", entry.Key.Span, "is said by each of the phases", "remove one of the two");
        if (entry.Value is not YamlSequence { Items.Count: > 0 } list)
        {
            spec.ReportKind("phases", entry.Value, allowed);
            return null;
        }

        if (list.Items.Count > Most)
        {
            spec.Problems.Add(SpecRules.OutOfRange, list.Span, "phases", "a list of 1 to 100 phases", $"one of {Invariant.Text(list.Items.Count)}");
        }

        List<PhaseModel> phases = [];
        List<(FreezeModel Freeze, TextSpan? Place)> plans = [];
        foreach (YamlNode item in list.Items.Take(Most))
        {
            if (item is not YamlMapping mapping)
            {
                spec.ReportKind("phases", item, allowed);
                continue;
            }

            Section section = new(mapping, "a phase", SpecKeys.Phase, spec.Problems);
            PhaseModel phase = Phase(section, manifest);
            phases.Add(phase);
            plans.Add((phase.Freeze, section["freeze"]?.ValueSpan));
        }

        return phases.Count == 0 ? null : new(MostTrained([.. phases.Select(static phase => phase.Freeze)], manifest?.Layers), phases.ToEquatableArray(), entry.Key.Span, plans);
    }

    private static PhaseModel Phase(Section phase, EncoderManifest? manifest)
    {
        phase.ReportMissing("epochs", "write how many epochs it has, like 'epochs: 1'");
        phase.ReportMissing("freeze", "write which part of the encoder is fixed meanwhile, like 'freeze: all', or 'none'");
        FreezeModel freeze = FreezeSection.Read(phase, SpecKeys.PhaseFreezings, manifest);
        double? rate = TrainingSection.Rate(phase, "learning_rate");
        if (freeze.Kind == FreezeKind.All)
        {
            phase.Contradict("learning_rate", phase["freeze"]?.ValueSpan, "is the encoder's, and all of it is frozen", "did you mean 'head_learning_rate'?");
            rate = null;
        }

        return new(phase.Whole("epochs", 1, TrainingSection.MostEpochs) ?? 1, freeze, rate, TrainingSection.Rate(phase, "head_learning_rate"));
    }

    /// <summary>
    /// The freezing under which the most is trained. Where the encoder's number of layers is not known and one counts from the bottom, another from the top,
    /// that is the embeddings': no less is fixed by either.
    /// </summary>
    private static FreezeModel MostTrained(IReadOnlyList<FreezeModel> freezings, int? layers)
    {
        FreezeModel? whole = freezings.FirstOrDefault(static freeze => freeze.Kind == FreezeKind.None) ?? freezings.FirstOrDefault(static freeze => freeze.Kind == FreezeKind.Embeddings);
        FreezeModel? bottom = freezings.Where(static freeze => freeze.Kind == FreezeKind.Bottom).OrderBy(static freeze => freeze.Layers).FirstOrDefault();
        FreezeModel? top = freezings.Where(static freeze => freeze.Kind == FreezeKind.AllButTop).OrderByDescending(static freeze => freeze.Layers).FirstOrDefault();
        return whole is not null ? whole
            : bottom is null ? top ?? new(FreezeKind.All)
            : top is null ? bottom
            : layers is null ? new(FreezeKind.Embeddings)
            : bottom.TrainedLayers(layers) >= top.Layers ? bottom
            : top;
    }
}
