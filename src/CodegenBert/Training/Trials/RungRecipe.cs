using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>
/// The recipe of a freezing that <c>freeze: auto</c> tries. What a spec leaves open has another default for each freezing; a value that is the default of <c>auto</c> counts
/// as left open, any other one holds for all freezings.
/// </summary>
internal static class RungRecipe
{
    private const int OpenEpochs = 3, FrozenEpochs = 100, FrozenEpochsWithoutValidation = 20, FrozenPatience = 5;
    private const double OpenRate = 5e-5, OpenHeadRate = 1e-3, FullRate = 2e-5;

    /// <summary>The freezings from the cheapest to the dearest: nothing but the head, the top layer, the top two, the upper half, everything.</summary>
    /// <param name="layers">The encoder's layers.</param>
    /// <param name="reinitializedLayers">How many of the top layers start anew: these must be trained.</param>
    public static IReadOnlyList<FreezePlan> Ladder(int layers, int reinitializedLayers) =>
    [
        .. reinitializedLayers == 0 ? [new(FreezeKind.All)] : Array.Empty<FreezePlan>(),
        .. ((int[])[1, 2, layers / 2]).Where(top => top >= Math.Max(1, reinitializedLayers) && top < layers).Distinct().Order().Select(top => new FreezePlan(FreezeKind.AllButTop, top)),
        FreezePlan.None,
    ];

    /// <summary>How much of the encoder a freezing trains, in layers; the embeddings count as one.</summary>
    /// <param name="freeze">The freezing.</param>
    /// <param name="layers">The encoder's layers.</param>
    public static int TrainedLayers(FreezePlan freeze, int layers) => layers - freeze.FrozenLayers(layers);

    /// <summary>A recipe with what its freezing's defaults have filled in left open again: for another freezing they are others.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="freeze">Its own freezing.</param>
    public static Recipe Opened(Recipe recipe, FreezePlan freeze) =>
        freeze.Kind == FreezeKind.All && recipe is { Epochs: FrozenEpochs, Schedule: RateSchedule.Constant, EarlyStopping: FrozenPatience }
            ? recipe with { Epochs = OpenEpochs, Schedule = RateSchedule.Linear, EarlyStopping = null }
            : recipe;

    /// <summary>The recipe of one of them.</summary>
    /// <param name="freeze">The freezing.</param>
    /// <param name="recipe">That of <c>auto</c>.</param>
    /// <param name="hasValidation">Whether validation rows tell when to stop.</param>
    public static Recipe For(FreezePlan freeze, Recipe recipe, bool hasValidation) => freeze.Kind switch
    {
        FreezeKind.All when recipe is { Epochs: OpenEpochs, Schedule: RateSchedule.Linear } => hasValidation
            ? recipe with { Epochs = FrozenEpochs, Schedule = RateSchedule.Constant, EarlyStopping = recipe.EarlyStopping ?? FrozenPatience }
            : recipe with { Epochs = FrozenEpochsWithoutValidation },
        FreezeKind.None => recipe with
        {
            LearningRate = recipe.LearningRate == OpenRate ? FullRate : recipe.LearningRate,
            HeadLearningRate = recipe.HeadLearningRate != OpenHeadRate ? recipe.HeadLearningRate : recipe.LearningRate == OpenRate ? FullRate : recipe.LearningRate,
        },
        _ => recipe,
    };
}
