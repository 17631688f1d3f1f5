using System.Runtime.CompilerServices;
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
    private readonly ConditionalWeakTable<SequenceClassifier, Dictionary<string, ShelfKey>> _keys = [];

    /// <summary>How often weights were hashed: once for each frozen part of each model, however often it is asked for.</summary>
    public int Hashed { get; private set; }

    /// <summary>The store for a model's frozen part as it is now, which from now on serves that model; it belongs to this object.</summary>
    /// <param name="model">The model; something of it is frozen, which has been as it is since the model was made.</param>
    /// <param name="precision">In which the frozen part is computed.</param>
    /// <param name="passes">Counts the model's run.</param>
    /// <param name="make">Makes a store where there is none yet.</param>
    public RepresentationStore Of(SequenceClassifier model, Precision precision, PassCounter passes, Func<ShelfKey, RepresentationStore> make)
    {
        ShelfKey key = KeyOf(model, precision);
        if (!_stores.TryGetValue(key.Hash, out RepresentationStore? store))
        {
            _stores.Add(key.Hash, store = make(key));
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

    private ShelfKey KeyOf(SequenceClassifier model, Precision precision)
    {
        Dictionary<string, ShelfKey> known = _keys.GetOrCreateValue(model);
        string description = ShelfKey.Describe(model, precision);
        if (!known.TryGetValue(description, out ShelfKey? key))
        {
            known.Add(description, key = ShelfKey.Of(model, precision));
            Hashed++;
        }

        return key;
    }
}
