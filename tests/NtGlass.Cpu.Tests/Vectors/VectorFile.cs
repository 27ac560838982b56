using System.IO.Compression;
using System.Text;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Reads and writes vector files; tests/vectors/README.md has the format.</summary>
public static class VectorFile
{
    public const uint Magic = 0x3156_474E; // "NGV1"

    /// <summary>The vectors in the file's order; each one's class is stored as an index into the classes named so far.</summary>
    public static IEnumerable<Vector> Read(string path)
    {
        using Stream stream = File.OpenRead(path);
        foreach (Vector vector in Read(stream)) yield return vector;
    }

    public static IEnumerable<Vector> Read(Stream compressed)
    {
        using var stream = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new BinaryReader(new BufferedStream(stream, 1 << 16), Encoding.UTF8);
        if (reader.ReadUInt32() != Magic) throw new InvalidDataException("This is no vector file.");
        List<string> classes = [];
        while (true)
        {
            int index = reader.Read7BitEncodedInt();
            if (index == 0) yield break;
            if (index > classes.Count) classes.Add(reader.ReadString());
            yield return VectorRecord.Read(reader, classes[index - 1]);
        }
    }

    public static void Write(Stream file, IEnumerable<Vector> vectors)
    {
        using var stream = new GZipStream(file, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        List<string> classes = [];
        foreach (Vector vector in vectors)
        {
            int index = classes.IndexOf(vector.Class);
            writer.Write7BitEncodedInt((index < 0 ? classes.Count : index) + 1);
            if (index < 0)
            {
                classes.Add(vector.Class);
                writer.Write(vector.Class);
            }
            VectorRecord.Write(writer, vector);
        }
        writer.Write7BitEncodedInt(0);
    }
}
