using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>All of a task's files.</summary>
internal static class TaskEmitter
{
    public static IEnumerable<GeneratedFile> Emit(SpecModel model)
    {
        TypeEmitter[] labels = [new LabelEmitter(model), new LabelsEmitter(model), new ProbabilitiesEmitter(model)];
        TypeEmitter[] result = model.Output.Kind switch
        {
            OutputKind.MultiLabel => [.. labels, new LabelSetEmitter(model), new ThresholdsEmitter(model), new LabelSetPredictionEmitter(model)],
            OutputKind.Regression => [new ScorePredictionEmitter(model)],
            _ => [.. labels, new PredictionEmitter(model)],
        };
        TypeEmitter[] emitters =
        [
            .. result,
            new InputEmitter(model),
            new ExampleEmitter(model),
            new DatasetEmitter(model),
            new DefinitionEmitter(model),
            new TokenizerEmitter(model),
            new ClassifierEmitter(model),
            new TrainingOptionsEmitter(model),
            new TrainerEmitter(model),
            new TrainingResultEmitter(model),
        ];
        return emitters.Select(static emitter => emitter.Emit());
    }
}
