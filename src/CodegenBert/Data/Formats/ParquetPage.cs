using Parquet.Meta;
using Parquet.Schema;

namespace CodegenBert.Data.Formats;

/// <summary>What a page's header says.</summary>
/// <param name="fields">Its numbers and truth values, by the field's number with that of the field around it (<c>16 * outer + inner</c>).</param>
internal sealed class ParquetPage(IReadOnlyDictionary<int, long> fields)
{
    private const int Missing = -1;

    private const int DataPage = 0, DictionaryPage = 2, DataPageV2 = 3;

    private const int DataHeader = 16 * 5, DictionaryHeader = 16 * 7, DataHeaderV2 = 16 * 8;

    /// <summary>Whether its values are a dictionary, and none of the column's.</summary>
    public bool IsDictionary => Type == DictionaryPage;

    /// <summary>Its bytes in the file.</summary>
    public long Compressed => Field(3);

    /// <summary>Its bytes, unpacked.</summary>
    public long Uncompressed => Field(2);

    /// <summary>How many values it has; of another kind of page than are read, none can be.</summary>
    public long Values => Type switch
    {
        DataPage => Field(DataHeader + 1),
        DictionaryPage => Field(DictionaryHeader + 1),
        DataPageV2 => Field(DataHeaderV2 + 1),
        _ => Missing,
    };

    /// <summary>Bytes of the levels that stand before what is packed.</summary>
    public long LevelBytes => Type == DataPageV2 ? Definitions + Repetitions : 0;

    /// <summary>Whether its values are packed, if the column is.</summary>
    public bool IsPacked => Type != DataPageV2 || fields.GetValueOrDefault(DataHeaderV2 + 7, 1) != 0;

    private long Type => Field(1);

    private long Definitions => Field(DataHeaderV2 + 5);

    private long Repetitions => Field(DataHeaderV2 + 6);

    /// <summary>Whether the numbers can be together.</summary>
    /// <param name="codec">How the column is packed.</param>
    /// <param name="column">The column.</param>
    public bool Fits(CompressionCodec codec, DataField column) =>
        Compressed >= 0 && Uncompressed >= 0 && Values >= 0
        && (codec != CompressionCodec.UNCOMPRESSED || Compressed == Uncompressed)
        && (!IsDictionary || Values <= Uncompressed) // each takes a byte at least
        && (Type != DataPageV2 || (AreLevels(Definitions, column.MaxDefinitionLevel) && AreLevels(Repetitions, column.MaxRepetitionLevel) && LevelBytes <= Math.Min(Compressed, Uncompressed)));

    private static bool AreLevels(long bytes, int mostLevel) => bytes == 0 || (bytes > 0 && mostLevel > 0);

    private long Field(int number) => fields.GetValueOrDefault(number, Missing);
}
