using System.Text.Json;
using System.Text.Json.Serialization;

namespace Affluence.Simulator.Import;

/// <summary>How lines of the register are written and read, made when this is built: finding it out by reflection takes longer than a small import.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ImportedLog))]
[JsonSerializable(typeof(ImportRegister.Retraction))]
internal sealed partial class ImportRegisterJson : JsonSerializerContext;
