using CodegenBert.Tasks;

namespace CodegenBert.Tokenization.Inputs;

/// <summary>How many ids of each text remain: the rules of <c>truncate_encodings</c> in Hugging Face's tokenizers.</summary>
internal static class PairTruncation
{
    /// <param name="strategy">The strategy.</param>
    /// <param name="room">The places for the texts' ids, without special tokens.</param>
    /// <param name="first">The first text's ids; on return those that remain.</param>
    /// <param name="second">The second text's, or null if there is no second text.</param>
    public static void Apply(TruncationStrategy strategy, int room, ref int first, ref int? second)
    {
        int total = first + (second ?? 0);
        if (strategy == TruncationStrategy.None || total <= room)
        {
            return;
        }

        if (room == 0)
        {
            // The reference empties both texts before it looks at the strategy.
            first = 0;
            second = second is null ? null : 0;
        }
        else if (strategy is TruncationStrategy.OnlyFirst or TruncationStrategy.OnlySecond)
        {
            CutOne(strategy, total - room, ref first, ref second);
        }
        else if (second is not { } other)
        {
            first = room;
        }
        else
        {
            int shorter = Math.Min(first, other);
            int longer = Math.Max(shorter, room - shorter);
            if (shorter + longer > room)
            {
                shorter = room / 2;
                longer = room - shorter;
            }

            (first, second) = first > other ? (longer, shorter) : (shorter, longer);
        }
    }

    private static void CutOne(TruncationStrategy strategy, int excess, ref int first, ref int? second)
    {
        if (strategy == TruncationStrategy.OnlySecond && second is null)
        {
            throw new TruncationException($"The text is {excess} ids too long, and {nameof(TruncationStrategy.OnlySecond)} has no second text to cut. Use another strategy for single texts.");
        }

        int target = strategy == TruncationStrategy.OnlyFirst ? first : second!.Value;
        if (target <= excess)
        {
            string name = strategy == TruncationStrategy.OnlyFirst ? "first" : "second";
            throw new TruncationException($"The pair is {excess} ids too long, and the {name} text, the only one that may be cut, has {target}: one must remain. Use {nameof(TruncationStrategy.LongestFirst)} or a larger maximal length.");
        }

        if (strategy == TruncationStrategy.OnlyFirst)
        {
            first -= excess;
        }
        else
        {
            second -= excess;
        }
    }
}
