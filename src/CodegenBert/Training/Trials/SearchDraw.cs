using CodegenBert.Tasks;

namespace CodegenBert.Training.Trials;

/// <summary>Draws the candidates of a search: the spec's own first, then distinct points of the space, each as likely as the others.</summary>
internal static class SearchDraw
{
    /// <summary>Draws candidates.</summary>
    /// <param name="space">What is chosen from.</param>
    /// <param name="own">The spec's and the options' own values.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="layers">The encoder's layers; what names more is left out.</param>
    /// <param name="seed">Decides which.</param>
    public static IReadOnlyList<SearchCandidate> Of(SearchSpace space, SearchCandidate own, int count, int layers, int seed)
    {
        SearchCandidate[] points =
        [
            .. from freeze in Or(space.Freezings, own.Freeze)
               where freeze.Layers <= layers
               from selection in Or(space.Layers, own.Head.Layers)
               where Reaches(selection, layers)
               from pooling in Or(space.Poolings, own.Head.Pooling)
               from hidden in Or(space.HiddenWidths, own.Head.Hidden)
               from headRate in Or(space.HeadLearningRates, own.HeadLearningRate)
               from rate in freeze.Kind == FreezeKind.All ? [null] : space.LearningRates.Count > 0 ? space.LearningRates.Select(rate => (double?)rate) : [own.LearningRate]
               select new SearchCandidate
               {
                   HeadLearningRate = headRate,
                   LearningRate = rate,
                   Head = own.Head with { Layers = selection, Pooling = pooling, Hidden = hidden },
                   Freeze = freeze,
               },
        ];
        new Random(seed).Shuffle(points);
        return [.. ((SearchCandidate[])[own, .. points]).DistinctBy(candidate => candidate.ToYaml()).Take(count)];
    }

    private static IReadOnlyList<T> Or<T>(IReadOnlyList<T> values, T own) => values.Count > 0 ? values : [own];

    private static bool Reaches(LayerSelection selection, int layers)
    {
        try
        {
            return selection.Resolve(layers).Count > 0;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
