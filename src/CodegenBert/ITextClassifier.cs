namespace CodegenBert;

/// <summary>What every generated classifier can do. Safe for use by several threads at once.</summary>
/// <typeparam name="TInput">The generated input record.</typeparam>
/// <typeparam name="TPrediction">The generated prediction.</typeparam>
public interface ITextClassifier<TInput, TPrediction> : IDisposable
{
    /// <summary>Classifies one input.</summary>
    /// <param name="input">The text or texts.</param>
    TPrediction Predict(TInput input);

    /// <summary>Classifies many inputs in batches planned by length, streaming: predictions come in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks; of many, the next chunk on another thread while one is computed.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    IEnumerable<TPrediction> Predict(IEnumerable<TInput> inputs, CancellationToken cancellationToken = default);

    /// <summary>Classifies many inputs in batches, streaming: predictions come in the order of the inputs.</summary>
    /// <param name="inputs">The inputs; enumerated once, in chunks; of many, the next chunk while one is computed.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    IAsyncEnumerable<TPrediction> PredictAsync(IAsyncEnumerable<TInput> inputs, CancellationToken cancellationToken = default);

    /// <summary>Writes the model as a Hugging Face folder, into place as a whole, over an existing model too.</summary>
    /// <param name="folder">The folder.</param>
    void Save(string folder);
}

/// <summary>A classifier that can be loaded by its type alone.</summary>
/// <typeparam name="TSelf">The generated classifier.</typeparam>
/// <typeparam name="TInput">The generated input record.</typeparam>
/// <typeparam name="TPrediction">The generated prediction.</typeparam>
public interface ITextClassifier<TSelf, TInput, TPrediction> : ITextClassifier<TInput, TPrediction>
    where TSelf : ITextClassifier<TSelf, TInput, TPrediction>
{
    /// <summary>Loads a saved model of this very task.</summary>
    /// <param name="folder">A folder that <see cref="ITextClassifier{TInput, TPrediction}.Save"/> wrote.</param>
    /// <param name="options">Device and threads; null for the defaults.</param>
    static abstract TSelf Load(string folder, ClassifierOptions? options = null);
}
