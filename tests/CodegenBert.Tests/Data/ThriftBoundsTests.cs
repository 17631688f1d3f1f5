using CodegenBert.Data.Formats;

namespace CodegenBert.Tests.Data;

/// <summary>What passes is read by Parquet.Net as the protocol has it; what it would read otherwise does not pass.</summary>
public sealed class ThriftBoundsTests
{
    private static readonly ThriftShape s_shape = new()
    {
        [1] = ThriftField.I32, [2] = ThriftField.ListOf(ThriftField.Of(new() { [1] = ThriftField.I64 })), [3] = ThriftField.Truth, [4] = ThriftField.Of(ThriftShape.Empty), [5] = ThriftField.Bytes,
    };

    [Theory]
    [InlineData("no field", "00")]
    [InlineData("a number", "150200")]
    [InlineData("a number of 32 bits", "15FFFFFFFF0F00")]
    [InlineData("truth values", "3100")]
    [InlineData("a list of structures", "292C160200160400" + "00")]
    [InlineData("an empty list of anything", "290500")]
    [InlineData("bytes", "5803AABBCC00")]
    [InlineData("a field's number that is written out", "05020200")]
    [InlineData("an unknown number", "950200")]
    [InlineData("an unknown list of numbers", "9925020400")]
    [InlineData("an unknown structure without fields", "9C0000")]
    [InlineData("an unknown structure of truth values", "9C110000")]
    [InlineData("an unknown number in a known structure", "4C15020000")]
    public void What_the_protocol_allows_passes(string what, string bytes)
    {
        ThriftBounds bounds = new(Convert.FromHexString(bytes));

        Assert.True(bounds.TryStructure(s_shape), what);
        Assert.Equal(bytes.Length / 2, bounds.Position);
    }

    [Theory]
    [InlineData("no end", "1502")]
    [InlineData("a field without a type", "1000")]
    [InlineData("an unknown field without a type", "9000")]
    [InlineData("a field's number that is none", "050000")]
    [InlineData("a field's number of more than 16 bits", "05808004" + "0200")]
    [InlineData("another type than the field's", "160200")]
    [InlineData("another type of the list's elements", "2915020000")]
    [InlineData("a known field twice", "150205020400")]
    [InlineData("a number of 33 bits", "15808080801000")]
    [InlineData("a number of six bytes", "1580808080800000")]
    [InlineData("a number of 65 bits", "96808080808080808080" + "0200")]
    [InlineData("more elements than bytes", "29FC7F00")]
    [InlineData("more bytes than there are", "5804AABB00")]
    [InlineData("a length of 33 bits", "5880808080100000")]
    [InlineData("an unknown list of truth values", "99110100")]
    [InlineData("an unknown structure with a number", "9C15020000")]
    [InlineData("an unknown list of structures with a number", "991C15020000")]
    [InlineData("a set", "9A0000")]
    public void What_the_library_would_read_otherwise_does_not(string what, string bytes) => Assert.False(new ThriftBounds(Convert.FromHexString(bytes)).TryStructure(s_shape), what);

    [Fact]
    public void The_number_of_an_unknown_field_is_not_taken_for_one_in_a_structure()
    {
        List<(int Field, long Value)> integers = [];

        Assert.True(new ThriftBounds(Convert.FromHexString("05420200")).TryStructure(s_shape, (field, value) => integers.Add((field, value))));

        Assert.Empty(integers);
    }

    [Fact]
    public void A_byte_behind_the_end_is_not_255()
    {
        using var stream = new BlockingStream(new MemoryStream([1, 2, 3])) { End = 2 };

        Assert.Equal((1, 2), (stream.ReadByte(), stream.ReadByte()));
        Assert.Throws<EndOfStreamException>(() => stream.ReadByte());
    }
}
