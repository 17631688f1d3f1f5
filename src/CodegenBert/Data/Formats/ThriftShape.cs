namespace CodegenBert.Data.Formats;

/// <summary>
/// What the fields of a Thrift structure are. A reader that takes the type of a field for granted would read something else in its place, a number as the length of a list, say;
/// fields that are not known are skipped.
/// </summary>
internal sealed class ThriftShape
{
    private readonly Dictionary<int, ThriftField> _fields = [];

    /// <summary>No known field.</summary>
    public static ThriftShape Empty { get; } = new();

    /// <summary>The field of a number; null if it is not known.</summary>
    /// <param name="number">The field's number, below 64 where it is known.</param>
    public ThriftField? this[int number]
    {
        get => _fields.GetValueOrDefault(number);
        init => _fields[number] = value!;
    }
}

/// <summary>A field of a Thrift structure.</summary>
/// <param name="Type">Its type in the compact protocol.</param>
/// <param name="Element">Of a list: its elements' type.</param>
/// <param name="Inner">The shape of the structure that it is, or of those in the list; null where it is none.</param>
internal sealed record ThriftField(int Type, int Element = 0, ThriftShape? Inner = null)
{
    /// <summary>A truth value: its two values are two types.</summary>
    public static readonly ThriftField Truth = new(1);

    /// <summary>One byte.</summary>
    public static readonly ThriftField I8 = new(3);

    /// <summary>16 bits.</summary>
    public static readonly ThriftField I16 = new(4);

    /// <summary>32 bits, or one of several names.</summary>
    public static readonly ThriftField I32 = new(5);

    /// <summary>64 bits.</summary>
    public static readonly ThriftField I64 = new(6);

    /// <summary>64 bits with a point.</summary>
    public static readonly ThriftField F64 = new(7);

    /// <summary>Bytes, or a text.</summary>
    public static readonly ThriftField Bytes = new(8);

    /// <summary>A list.</summary>
    /// <param name="element">What is in it.</param>
    public static ThriftField ListOf(ThriftField element) => new(9, element.Type, element.Inner);

    /// <summary>A structure.</summary>
    /// <param name="shape">Its fields.</param>
    public static ThriftField Of(ThriftShape shape) => new(12, 0, shape);

    /// <summary>Whether a type is this field's.</summary>
    /// <param name="type">A type in the compact protocol.</param>
    public bool IsType(int type) => Same(Type, type);

    /// <summary>Whether a type is that of this list's elements.</summary>
    /// <param name="type">A type in the compact protocol.</param>
    public bool IsElement(int type) => Element == 0 || Same(Element, type);

    private static bool Same(int expected, int type) => expected == type || (expected == 1 && type == 2);
}
