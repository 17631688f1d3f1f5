using CodegenBert.Modeling;
using CodegenBert.Tasks;
using CodegenBert.Tests.Tiny;
using CodegenBert.Training;
using CodegenBert.Training.Representations;
using static TorchSharp.torch;

namespace CodegenBert.Tests.Training.Representations;

/// <summary>Stores that runs in one process share.</summary>
public sealed class SharedStoresTests(TinyEncoder encoder) : IClassFixture<TinyEncoder>
{
    [Fact]
    public void A_models_frozen_part_is_hashed_once_and_models_of_equal_ones_share_a_store()
    {
        using var stores = new SharedStores();
        using SequenceClassifier one = encoder.Model(TinyTask.Sentiment(new(FreezeKind.Bottom, 1))), other = encoder.Model(TinyTask.Sentiment(new(FreezeKind.Bottom, 1)));

        RepresentationStore first = StoreOf(one), again = StoreOf(one);
        Assert.Equal(1, stores.Hashed);
        RepresentationStore shared = StoreOf(other);

        Assert.Equal(2, stores.Hashed);
        Assert.Same(first, again);
        Assert.Same(first, shared);

        RepresentationStore StoreOf(SequenceClassifier model) =>
            stores.Of(model, Precision.Float32, new PassCounter(), key => new RepresentationStore(model, CPU, key: key));
    }

    [Fact]
    public void Another_freezing_of_the_same_model_has_a_store_of_its_own()
    {
        using var stores = new SharedStores();
        using SequenceClassifier model = encoder.Model(TinyTask.Sentiment(new(FreezeKind.Bottom, 1)));
        RepresentationStore bottom = Store();
        model.Freeze(new(FreezeKind.All));

        Assert.NotSame(bottom, Store());
        Assert.Equal(2, stores.Hashed);

        RepresentationStore Store() => stores.Of(model, Precision.Float32, new PassCounter(), key => new RepresentationStore(model, CPU, key: key));
    }
}
