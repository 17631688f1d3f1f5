using CodegenBert.Modeling;
using CodegenBert.Tasks;

namespace CodegenBert.Training.Representations;

/// <summary>
/// Stores for several runs in one process, by content: runs whose frozen parts say the same read the same store, with and without a cache on disk. What is read of one
/// data set is read of its parts too, so that folds and trials on fewer rows encode nothing anew.
/// </summary>
internal sealed class SharedStores : IDisposable
{
    private readonly Dictionary<string, RepresentationStore> _stores = new(StringComparer.Ordinal);

    /// <summary>The store for a model's frozen part as it is now, which from now on serves that model; it belongs to this object.</summary>
    /// <param name="model">The model; something of it is frozen.</param>
    /// <param name="precision">In which the frozen part is computed.</param>
    /// <param name="passes">Counts the model's run.</param>
    /// <param name="make">Makes a store where there is none yet.</param>
    public RepresentationStore Of(SequenceClassifier model, Precision precision, PassCounter passes, Func<RepresentationStore> make)
    {
        string key = ShelfKey.Of(model, precision).Key;
        if (!_stores.TryGetValue(key, out RepresentationStore? store))
        {
            _stores.Add(key, store = make());
        }

        store.Serve(model, passes);
        return store;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (RepresentationStore store in _stores.Values)
        {
            store.Dispose();
        }
    }
}
