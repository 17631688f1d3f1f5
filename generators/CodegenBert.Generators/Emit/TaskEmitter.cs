using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Emit;

/// <summary>All of a task's files.</summary>
internal static class TaskEmitter
{
    public static IEnumerable<GeneratedFile> Emit(SpecModel model)
    {
        TypeEmitter[] emitters =
        [
            new LabelEmitter(model),
            new LabelsEmitter(model),
            new InputEmitter(model),
            new ExampleEmitter(model),
            new DatasetEmitter(model),
            new ProbabilitiesEmitter(model),
            new PredictionEmitter(model),
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
