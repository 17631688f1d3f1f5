using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>Reads a spec file: each section has a class of its own, a wrong value is reported and replaced by its default.</summary>
internal static class SpecParser
{
    public static ParsedSpec Parse(AdditionalText file, SpecOptions options, EncoderCatalog encoders, CancellationToken cancellationToken)
    {
        try
        {
            SourceText? text = file.GetText(cancellationToken);
            var problems = new ProblemList(file.Path, text);
            if (!SpecText.IsReadable(text, problems) || YamlReader.Read(text!, SpecKeys.Root, problems, cancellationToken) is not { } root)
            {
                return new(file.Path, null, problems.Place(default), problems.ToArray());
            }

            var section = new Section(root, "the spec", SpecKeys.Root, problems);
            SpecModel? model = Model(section, file.Path, options, encoders);
            return new(file.Path, model, problems.Place(section["task"]?.ValueSpan ?? default), problems.ToArray());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One file's failure must not take the other specs' code away: an exception that leaves a generator does (CS8785).
            SpecDiagnostic failure = SpecDiagnostic.InternalError(file.Path, exception);
            return new(file.Path, null, failure.Place, new([failure]));
        }
    }

    private static SpecModel? Model(Section spec, string path, SpecOptions options, EncoderCatalog encoders)
    {
        spec.Whole("version", 1, 1);
        string? task = TaskSection.Name(spec);
        string? description = spec.Text("description", "text")?.Value;
        string ns = TaskSection.Namespace(spec) ?? options.RootNamespace;
        options.Report(spec["task"]?.ValueSpan ?? default, spec.Problems);
        OutputModel output = OutputSection.Read(spec, task);
        InputModel input = InputSection.Read(spec, task, output);
        EquatableArray<LabelModel> labels = LabelsSection.Read(spec, task, output.Kind);
        EncoderModel encoder = EncoderSection.Read(spec, encoders, out EncoderManifest? manifest);
        TokenizerModel tokenizer = TokenizerSection.Read(spec, input, manifest);
        HeadModel head = HeadSection.Read(spec, manifest);
        Freezing freezing = Freezing.Read(spec, manifest);
        Section? trainingSection = spec.Child("training", SpecKeys.Training);
        TrainingModel training = TrainingSection.Read(spec, trainingSection, freezing, output.Kind, tokenizer, manifest);
        labels = LossSection.Weighted(spec, trainingSection, labels);
        float? abstainBelow = DecisionSection.AbstainBelow(spec, output.Kind);
        DataModel data = DataSection.Read(spec, input, output);
        HeadSection.WarnOfWeakReading(spec, head, freezing, manifest);

        return task is null || (labels.Count == 0 && output.Score is null)
            ? null
            : new()
            {
                SpecPath = SpecPath.Relative(path, options.ProjectDirectory),
                Namespace = ns,
                Task = task,
                Description = description,
                IsInternal = options.IsInternal,
                Input = input,
                Output = output,
                Labels = labels,
                Encoder = encoder,
                Tokenizer = tokenizer,
                Head = head,
                Freeze = freezing.Freeze,
                Phases = freezing.Phases,
                AbstainBelow = abstainBelow,
                Training = training,
                Data = data,
            };
    }
}
