namespace Grlm.Internal;

/// <summary>Names of the artifact folders of a workspace and of the files in them. Every path is written here once.</summary>
public static class ArtifactNames
{
    /// <summary>Names the folder of the imported catalogue and interactions.</summary>
    public const string Dataset = "dataset";

    /// <summary>
    /// Names the file of the items in catalogue order: <c>item_id, title, brand, categories (JSON), description, domain</c>
    /// (<see cref="DatasetColumns"/>).
    /// </summary>
    public const string Items = "items.parquet";

    /// <summary>
    /// Names the file of the interactions, user by user in time order: <c>user_id, item_id, timestamp</c> (milliseconds since 1970, null
    /// where unknown), <c>domain</c> (the item's), <c>user_index, item_index</c> (<see cref="DatasetColumns"/>).
    /// </summary>
    public const string Interactions = "interactions.parquet";

    /// <summary>Names how the interactions are split into training, validation and test: <c>kind, validationFrom, testFrom</c>.</summary>
    public const string Split = "split.json";

    /// <summary>Names the folder of the items' text vectors and nearest items.</summary>
    public const string Neighbors = "neighbors";

    /// <summary>
    /// Names the file of the nearest items of each item, most similar first, in catalogue order: <c>item_id, neighbor_id, rank,
    /// similarity</c>.
    /// </summary>
    public const string NeighborTable = "neighbors.parquet";

    /// <summary>Names the file of the items' text vectors, in catalogue order: <c>embeddings</c>, <c>[items, width]</c>.</summary>
    public const string Embeddings = "embeddings.safetensors";

    /// <summary>Names the tensor in <see cref="Embeddings"/>.</summary>
    public const string EmbeddingsTensor = "embeddings";

    /// <summary>Names what each row of <see cref="Embeddings"/> was made from: <c>item_id, text_hash</c>.</summary>
    public const string EmbeddedTexts = "texts.parquet";

    /// <summary>Names the file of the features that lexical vectors are made of: <c>feature</c> (its hash), <c>weight</c>.</summary>
    public const string LexicalFeatures = "lexical.parquet";

    /// <summary>Names what each of them adds to a vector: <c>projection</c>, <c>[features, width]</c>.</summary>
    public const string LexicalProjection = "lexical.safetensors";

    /// <summary>Names the folder of the term library.</summary>
    public const string Terms = "terms";

    /// <summary>Names the file of the TID of each item that has one, in catalogue order: <c>item_id, terms</c> (a list of texts).</summary>
    public const string TermIds = "term-ids.parquet";

    /// <summary>
    /// Names the file of the same as a file that is mapped instead of read, with what look-ups take: see <see cref="TermLibraryReader"/>.
    /// </summary>
    public const string TermIndex = "term-index.bin";

    /// <summary>
    /// Names the file of the answers of language models, a JSON line each: what has been answered is not asked for again.
    /// </summary>
    public const string Generations = "generations.jsonl";

    /// <summary>Names the figures of a stage.</summary>
    public const string Report = "report.json";

    /// <summary>Names how a model was trained: its losses and measures, a JSON line for each epoch or step.</summary>
    public const string TrainingLog = "training.jsonl";

    /// <summary>Names the file of the same as a picture.</summary>
    public const string TrainingCurve = "training.svg";

    /// <summary>Names the folder of the history encoder and the collaborative ranker.</summary>
    public const string Ranker = "ranker";

    /// <summary>
    /// Names the file of the behavioural neighbours of each item, strongest first, in catalogue order: <c>item_id, similar_item_id, rank,
    /// score</c>.
    /// </summary>
    public const string SimilarItems = "similar.parquet";

    /// <summary>Names the folder of the instruction samples.</summary>
    public const string Instructions = "instructions";

    /// <summary>Names the file of the samples to train on, which <c>grlm model tune</c> reads.</summary>
    public const string TrainingSamples = "train.jsonl";

    /// <summary>Names the file of the samples to validate on.</summary>
    public const string ValidationSamples = "validation.jsonl";

    /// <summary>Names what the samples were rendered with; a model that was trained on them must be asked in the same way.</summary>
    public const string Rendering = "rendering.json";

    /// <summary>Names the folder of the generator, in Hugging Face layout.</summary>
    public const string Model = "model";

    /// <summary>Names how the generator is fused with the ranker, in the generator's folder.</summary>
    public const string Fusion = "fusion.json";

    /// <summary>Names the folder of metrics and predictions.</summary>
    public const string Evaluation = "evaluation";

    /// <summary>Names the folder of searches for options: their trials and what came of them.</summary>
    public const string Tuning = "tuning";

    /// <summary>Names the file of the metrics of the evaluation.</summary>
    public const string Metrics = "metrics.json";

    /// <summary>
    /// Names what was recommended to each user: <c>user_id, target_id, rank</c> (null where the target is not among them)<c>, item_ids</c>.
    /// </summary>
    public const string Predictions = "predictions.parquet";

    /// <summary>Names what an artifact was made of and by what; in every artifact folder.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>
    /// Tells whether a file tells of a run and nothing is made from it: its figures differ from run to run, by the clock or by the order in
    /// which threads add, while what the stage computed is the same.
    /// </summary>
    /// <param name="name">Name of the file.</param>
    public static bool IsRecord(string name) => name is Report or TrainingLog or TrainingCurve;

    /// <summary>Tells whether a file is made from another one of its artifact, and again where it is damaged.</summary>
    /// <param name="name">Name of the file.</param>
    public static bool IsDerived(string name) => name is TermIndex;

    /// <summary>Names the stage that makes an artifact: <c>rank</c>.</summary>
    /// <param name="artifact">Folder name of the artifact, or of a folder inside it: <c>ranker</c>.</param>
    public static string StageOf(string artifact) => artifact.Split('/', '\\')[0] switch
    {
        Dataset => "import",
        Neighbors => "embed",
        Ranker => "rank",
        Instructions => "instruct",
        Model => "train",
        Evaluation => "evaluate",
        Tuning => "sweep",
        var name => name,
    };
}
