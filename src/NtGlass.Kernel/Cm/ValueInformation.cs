using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>KEY_VALUE_INFORMATION_CLASS.</summary>
public enum KeyValueInformationClass : uint
{
    Basic = 0,
    Full = 1,
    Partial = 2,
    FullAlign64 = 3,
    PartialAlign64 = 4,
}

/// <summary>The structures that tell about a value.</summary>
static class ValueInformation
{
    const int BasicSize = 12, FullSize = 20, PartialSize = 12, PartialAlign64Size = 8;

    /// <returns>STATUS_INVALID_PARAMETER for a class that is none, else as <see cref="KeyAnswer.Write"/>.</returns>
    public static NtStatus Write(KeyAnswer answer, KeyValueInformationClass of, KeyValue value) => of switch
    {
        KeyValueInformationClass.Basic => answer.Write(Basic(value), BasicSize),
        KeyValueInformationClass.Full => answer.Write(Full(value, dataAlignment: 1), FullSize),
        KeyValueInformationClass.Partial => answer.Write(Partial(value), PartialSize),
        KeyValueInformationClass.FullAlign64 => answer.Write(Full(value, dataAlignment: 8), FullSize),
        KeyValueInformationClass.PartialAlign64 => answer.Write(PartialAlign64(value), PartialAlign64Size),
        _ => NtStatus.InvalidParameter,
    };

    static byte[] Basic(KeyValue value)
    {
        byte[] name = KeyText.ToBytes(value.Name);
        return new GuestRecord(BasicSize + name.Length)
            .Set(4, value.Type)
            .Set(8, (uint)name.Length)
            .Set(BasicSize, name)
            .Bytes;
    }

    static byte[] Full(KeyValue value, int dataAlignment)
    {
        byte[] name = KeyText.ToBytes(value.Name);
        int data = (FullSize + name.Length + dataAlignment - 1) & ~(dataAlignment - 1);
        return new GuestRecord(data + value.Data.Length)
            .Set(4, value.Type)
            .Set(8, (uint)data)
            .Set(12, (uint)value.Data.Length)
            .Set(16, (uint)name.Length)
            .Set(FullSize, name)
            .Set(data, value.Data.Span)
            .Bytes;
    }

    static byte[] Partial(KeyValue value) =>
        new GuestRecord(PartialSize + value.Data.Length)
            .Set(4, value.Type)
            .Set(8, (uint)value.Data.Length)
            .Set(PartialSize, value.Data.Span)
            .Bytes;

    static byte[] PartialAlign64(KeyValue value) =>
        new GuestRecord(PartialAlign64Size + value.Data.Length)
            .Set(0, value.Type)
            .Set(4, (uint)value.Data.Length)
            .Set(PartialAlign64Size, value.Data.Span)
            .Bytes;
}
