using CodegenBert.Modeling.Products;

namespace CodegenBert.Tests.Modeling.Products;

/// <summary>Memory that panels share.</summary>
public sealed unsafe class PanelMemoryTests
{
    [Fact]
    public void Whoever_takes_has_room_of_its_own_at_the_beginning_of_a_line()
    {
        var random = new Random(1);
        List<(PanelMemory Memory, int Count, float Value)> taken = [];
        for (int i = 0; i < 2000; i++)
        {
            if (taken.Count > 20 && random.Next(2) == 0)
            {
                int which = random.Next(taken.Count);
                Check(taken[which]);
                taken[which].Memory.Dispose();
                taken[which].Memory.Dispose(); // once is enough, twice no harm
                taken.RemoveAt(which);
            }

            int count = 1 + random.Next(i % 100 == 0 ? 6_000_000 : 60_000); // more than a block, now and then
            (PanelMemory Memory, int Count, float Value) one = (new(count), count, i);
            Assert.Equal(0, (nint)one.Memory.Values % 64);
            new Span<float>(one.Memory.Values, one.Count).Fill(one.Value);
            taken.Add(one);
        }

        taken.ForEach(Check);
        taken.ForEach(one => one.Memory.Dispose());

        static void Check((PanelMemory Memory, int Count, float Value) one) => Assert.Equal(-1, new Span<float>(one.Memory.Values, one.Count).IndexOfAnyExcept(one.Value));
    }
}
