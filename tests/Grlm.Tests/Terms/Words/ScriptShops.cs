namespace Grlm.Tests;

/// <summary>
/// Made-up shops in many scripts, of real words, titles alone: kinds of goods, each in several makes, with traits and a colour.
/// </summary>
internal static class ScriptShops
{
    private static readonly Dictionary<string, Words> _languages = new(StringComparer.Ordinal)
    {
        ["Chinese"] = new("{brand}{trait}{other}{kind}{colour}", "保温杯 帐篷 跑步鞋 双肩包 电热水壶 蓝牙耳机", "骆驼 迪卡侬 苏泊尔", "防水 便携 大容量 加厚 静音 复古",
            "黑色 白色 粉色 蓝色"),
        ["Chinese with numbers"] = new("{brand}【新款】{kind}{trait}/{other} 500ml", "不锈钢水壶 登山包 运动鞋 台灯 折叠椅 电饭煲", "Nike 小米 美的",
            "轻便 防滑 家用 户外 智能 儿童", "红色"),
        ["Japanese"] = new("{brand} {trait}{kind} {other} {colour}", "水筒 テント ランニングシューズ リュック 電気ケトル イヤホン", "象印 コールマン タイガー",
            "軽量 防水 折りたたみ 大容量 保温 ワイヤレス", "ブラック ホワイト ピンク ブルー"),
        ["Japanese, half width"] = new("{brand} {kind} {trait}{other}", "ﾏｸﾞｶｯﾌﾟ 寝袋 掛け布団 運動靴 炊飯器 ｽﾋﾟｰｶｰ",
            "ニトリ 無印良品 西川", "子ども用 洗える 冬用 防水 一人暮らし", "赤"),
        ["Korean"] = new("{brand} {trait}{kind} {other} {colour}", "텀블러 텐트 러닝화 백팩 전기포트 이어폰", "코베아 락앤락 삼성", "무선 방수 휴대용 초경량 대용량 접이식",
            "블랙 화이트 핑크 블루"),
        ["Thai"] = new("{kind}{trait}{other}{colour}", "กระบอกน้ำ เต็นท์ รองเท้าวิ่ง กระเป๋าเป้ กาต้มน้ำ หูฟัง", "นกแก้ว",
            "กันน้ำ พกพา น้ำหนักเบา ขนาดใหญ่ พับได้ ไร้สาย", "สีดำ สีขาว สีชมพู สีฟ้า"),
        ["Arabic"] = new("{kind} {trait} {other} {colour}", "حقيبة حذاء ترمس خيمة غلاية سماعة",
            "ن", "مقاومة للماء|خفيفة|محمولة|كبيرة|قابلة للطي|لاسلكية", "سوداء بيضاء وردية زرقاء"),
        ["Lao"] = new("{brand}{kind}{trait}{other}{colour}", "ກະເປົາ ເກີບ ຈອກກາເຟ ເຕັນ ໝໍ້ຕົ້ມນ້ຳ ຫູຟັງ", "ດາວເຮືອງ ຈຳປາ ລ້ານຊ້າງ",
            "ກັນນ້ຳ ພົກພາ ຂະໜາດໃຫຍ່ ໄຮ້ສາຍ ໜັງແທ້", "ສີດຳ ສີຂາວ ສີຟ້າ"),
        ["Khmer"] = new("{brand}{kind}{trait}{other}{colour}", "កាបូប ស្បែកជើង ដបទឹក តង់ កំសៀវ កាស", "អង្គរ មេគង្គ បាយ័ន",
            "ការពារទឹក ទំហំធំ ឥតខ្សែ រក្សាកំដៅ យួរដៃ", "ពណ៌ខ្មៅ ពណ៌ស ពណ៌ខៀវ"),
        ["Burmese"] = new("{brand}{kind}{trait}{other}{colour}", "ကျောပိုးအိတ် ဖိနပ် ရေဘူး စပီကာ နားကြပ် မီးအိမ်", "ပုဂံ မန္တလေး ဧရာဝတီ",
            "ရေစိုခံ ကြိုးမဲ့ အကြီး အပူထိန်း သားရေစစ်", "အမည်းရောင် အဖြူရောင် အပြာရောင်"),
        ["Hebrew"] = new("{kind} {trait} {other} {colour}", "תיק נעליים בקבוק אוהל קומקום אוזניות", "נ", "קל|מתקפל|גדול|נייד|לנשים|לילדים",
            "שחור לבן כחול"),
        ["Hindi"] = new("{colour} {trait} {other} {kind}", "बैग जूते बोतल टेंट केतली हेडफोन",
            "न", "वाटरप्रूफ|हल्का|बड़ा|पोर्टेबल|वायरलेस|फोल्डिंग", "काला सफेद नीला"),
        ["Russian"] = new("{kind} {trait} {other} {colour}", "Рюкзак Термос Палатка Чайник Лампа Куртка",
            "н", "водонепроницаемый|складной|лёгкий|большой|походный|детский", "чёрный белый синий"),
        ["Greek"] = new("{kind} {trait} {other} {colour}", "ΣΑΚΊΔΙΟ Παπούτσι Θερμός Σκηνή Βραστήρας Ηχείο",
            "ν", "αδιάβροχο|ελαφρύ|μεγάλο|φορητό|παιδικό|ασύρματο", "μαύρο λευκό μπλε"),
    };

    /// <summary>The languages.</summary>
    public static IEnumerable<string> Languages => _languages.Keys;

    /// <summary>A shop with as many things of each kind.</summary>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="items">Number of things.</param>
    /// <param name="seed">Says which traits each has.</param>
    public static Catalog Of(string language, int items, int seed)
    {
        var (words, random) = (_languages[language], new Random(seed));
        return new Catalog(Enumerable.Range(0, items).Select(item =>
        {
            var traits = words.Traits.Split(words.Traits.Contains('|', StringComparison.Ordinal) ? '|' : ' ');
            random.Shuffle(traits);
            return new Item($"{item}", words.Pattern
                .Replace("{kind}", words.Kinds.Split(' ')[item % 6], StringComparison.Ordinal)
                .Replace("{brand}", Draw(words.Brands), StringComparison.Ordinal)
                .Replace("{trait}", traits[0], StringComparison.Ordinal)
                .Replace("{other}", traits[1], StringComparison.Ordinal)
                .Replace("{colour}", Draw(words.Colours), StringComparison.Ordinal), "", [], "");
        }));

        string Draw(string among) => among.Split(' ') is var all ? all[random.Next(all.Length)] : "";
    }

    private sealed record Words(string Pattern, string Kinds, string Brands, string Traits, string Colours);
}
