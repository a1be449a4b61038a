// Words of every language that the grammar of ages knows. They are folded when they are first needed.

/** The words for 1, 2, 3 … in each language, and after the bar those for 20, 30, 40 …; a slash separates forms. */
export const NUMBERS = [
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen|twenty thirty forty/fourty fifty sixty seventy eighty ninety',
  'un/una/uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve|veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
  'um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove|vinte trinta quarenta cinquenta sessenta setenta oitenta noventa',
  'un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize|vingt/vingts trente quarante cinquante soixante',
  'ein/eins/eine zwei drei vier fünf/fuenf sechs sieben acht neun zehn elf zwölf/zwoelf dreizehn vierzehn fünfzehn/fuenfzehn sechzehn siebzehn achtzehn neunzehn|zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig',
  'un/uno/una due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove|venti trenta quaranta cinquanta sessanta settanta ottanta novanta',
  'один/одна/одного два/две/двух три/трех четыре/четырех пять/пяти шесть/шести семь/семи восемь/восьми девять/девяти десять/десяти одиннадцать/одиннадцати двенадцать/двенадцати тринадцать/тринадцати четырнадцать/четырнадцати пятнадцать/пятнадцати шестнадцать/шестнадцати семнадцать/семнадцати восемнадцать/восемнадцати девятнадцать/девятнадцати|двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят шестьдесят семьдесят восемьдесят девяносто',
  'jeden/jedna dwa/dwie/dwóch/dwu trzy/trzech cztery/czterech pięć/pięciu sześć/sześciu siedem/siedmiu osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu jedenaście/jedenastu/jedenasto dwanaście/dwunastu/dwunasto trzynaście/trzynastu/trzynasto czternaście/czternastu/czternasto piętnaście/piętnastu/piętnasto szesnaście/szesnastu/szesnasto siedemnaście/siedemnastu/siedemnasto osiemnaście/osiemnastu/osiemnasto dziewiętnaście/dziewiętnastu/dziewiętnasto|dwadzieścia/dwudziestu trzydzieści/trzydziestu czterdzieści/czterdziestu pięćdziesiąt sześćdziesiąt',
  'een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien|twintig dertig veertig vijftig zestig zeventig tachtig negentig',
  'bir iki üç dört beş altı yedi sekiz dokuz on|yirmi otuz kırk elli altmış yetmiş seksen doksan',
  'satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas',
  'một/mốt hai ba bốn năm/lăm/nhăm sáu bảy/bẩy tám chín',
  'واحد/واحدة/احدى/احد اثنان/اثنا/اثنتا/اثني/اثنتي ثلاث/ثلاثة اربع/اربعة خمس/خمسة ست/ستة سبع/سبعة ثمان/ثماني/ثمانية تسع/تسعة|عشرون/عشرين/وعشرون/وعشرين ثلاثون/ثلاثين/وثلاثون/وثلاثين اربعون/اربعين/واربعون/واربعين خمسين/وخمسين ستين/وستين',
  'एक दो तीन चार पांच/पाँच छह/छः/छे सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह सत्रह अठारह उन्नीस|बीस तीस चालीस पचास साठ',
];

/** Ten, which other languages put after a digit for its multiple or for a teen. */
export const SUFFIXES = { ten: 'puluh mười mươi', teen: 'belas عشر عشرة عشره' };

export const UNITS = {
  year: 'year years yr yrs',
  years:
    'año años añitos ano anos aninhos ans jahr jahre jahren anno anni лет год года годик годика годиков lat lata latek jaar yaş yaşı yaşında yaşındaki yaşlarında yaşlarındaki yaşını yaşlı tahun thn taun tuổi سنة سنوات سنين عام عاما عامًا اعوام साल वर्ष बरस år ani anys let roky roků rokov rokiv років роки рік години godina ساله سالگی سال',
  aged: 'yo yos yold yrold yearold yearolds वर्षीय éves',
  month:
    'month months mos meses mês mois monate monaten monat mesi mese месяцев месяца месяц miesięcy miesiące miesiąc maanden maand aylık bulan tháng شهر شهور اشهر महीने महीना माह weeks week days day',
};

/** Words beside a number. */
export const ROLES = {
  old: 'old olds young alt alte alter altes alten oud oude',
  label:
    'age aged ages aging agé âgée âgé âgés edad idade alter età leeftijd wiek wieku yaş yaşı umur usia berumur berusia tuổi عمر عمرها عمره عمري بعمر उम्र आयु возраст возраста возрасте возрастом سن بسن السن उम्रवाली',
  filler:
    'is of de di von van w about around approximately roughly just like to be a an the as at old en d от на range wie aus na than wie như seperti',
  looks:
    'looks look looking looked appears appear appearing seems turned turning turns parece aparenta aparentando dimostra sembra выглядит lijkt lijken lijkend sieht aussieht aussehend wygląda wyglądająca wyglądający выглядящая выглядящий terlihat kelihatan tampak görünen görünüyor',
  weak: 'only just barely almost nearly im wird ей ему исполнилось soll gerade erst net pas ledwo dopiero едва eben juste à-peine appena apenas recién recem recém henüz daha baru mới',
  is: 'is s am m are re was were ist zij',
  pronoun:
    'she he i im you we they who girl boy ella él elle il sie er zij ze hij lei lui ona она он ela ele cô ей ему',
  under:
    'under below sub menor menores moins unter jünger моложе младше onder jonger poniżej młodsza minore minori sotto bawah dưới تحت دون younger less',
  upTo: 'to till until or bis oder a à hasta até tot do до или sampai',
  and: 'y e et and و',
  over: 'over above older mayor mayores plus über старше ouder boven powyżej oltre maggiore maior atas trên فوق',
  person:
    'girl girls boy boys daughter son sister brother niece nephew student child kid teen teenager schoolgirl schoolboy cheerleader princess model actress maid female male woman women man lady mujer femme frau donna женщина kobieta vrouw kadın mulher chica chico niña niño muchacha hija alumna garota garoto menina menino aluna filha fille garçon gamine mädchen junge tochter schülerin ragazza ragazzo ragazzina bambina bambino figlia девочка девочки девушка мальчик школьница дочь dziewczynka dziewczyna chłopiec córka uczennica meisje jongen dochter scholiere kız çocuk gadis anak perempuan siswi bé gái بنت فتاة ولد طفلة طفل लड़की लड़का',
  of: 'of की के में de di von van w da con à a mit met с aged en',
  follow:
    'and but in with wearing on at who posing naked nude now or girl boy female male y e et und en con avec mit met geworden turned yrs',
  measure:
    'feet foot ft cm mm m meters inches inch kg lb lbs pounds times minutes min hours hours seconds sec days weeks miles km percent px stars euro euros dollars colors steps pm am degrees pieces people persons men women girls boys',
  duration:
    'hace durante desde por depuis pendant dans vor seit nach für während in per dopo durante em faz через около в за za przez od sinds gedurende na voor sejak selama trong sau منذ خلال لمدة بعد for since last past next within every after before',
  ago: 'ago later atrás después antes depois fa dopo geleden lang später erfahrung garantie назад опыта temu później doświadczenia önce sonra boyunca lalu trước sau पहले बाद experience warranty anniversary',
  whole: 'de di d do da của',
  ofAge: 'edad idade âge age età leeftijd',
  thing:
    'whisky whiskey scotch bourbon rum wine port malt cask oak cheese vinegar vino vinho vin wein wino wijn вино виски queso queijo fromage käse formaggio kaas tree trees bonsai car truck bike boat ship house building bridge church company photo photograph painting dog cat horse puppy kitten turtle coche voiture auto haus casa maison hund chat gato gatto perro hond собака кошка дом pies kot',
  schoolYear: 'ano año anno curso form',
  birthday:
    'birthday bday cumpleaños cumple aniversário anniversaire geburtstag compleanno verjaardag urodziny рождения',
  grade:
    'grade grades grader graders klas klasse класс класса классе sınıf klasa klasy kelas lớp कक्षा الصف série primaria elementare',
};

/** Ordinals, for school years. */
export const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth|primero/primera/primeiro/prima segundo/segunda/seconda tercero/terceiro/terza cuarto/quarto/quarta quinto/quinta sexto/sesta séptimo/sétimo octavo/oitavo|eerste tweede derde vierde vijfde zesde zevende achtste|первый/первого/первой/первом второй/второго/втором третий/третьего/третьем четвертый/четвертого/четвертом пятый/пятого/пятом шестой/шестого/шестом седьмой/седьмого/седьмом восьмой/восьмого/восьмом девятый/девятого/девятом десятый/десятого/десятом|pierwsza/pierwszej druga/drugiej trzecia/trzeciej czwarta/czwartej piąta/piątej szósta/szóstej siódma/siódmej ósma/ósmej|الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر|पहली दूसरी तीसरी चौथी पांचवीं/पाँचवीं छठी/छठवीं सातवीं आठवीं नौवीं/नवीं दसवीं|première/premier deuxième/seconde troisième quatrième cinquième|birinci ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci|ersten zweiten dritten vierten fünften sechsten siebten achten neunten';

/**
 * Endings that turn a number's stem into an age: `twelve-jährige`, `dertienjarige`, `пятнадцатилетняя`, `tredicenne`.
 */
export const STEM_ENDINGS = [
  'jahrig',
  'jarig',
  'летн',
  'летк',
  'letni',
  'lat(?=k|ek)',
  'enn(?=[eiu])',
  'arig',
  'aring',
  'річн',
] as const;
export const STEM = new RegExp(`^(.{2,16}?)(${STEM_ENDINGS.join('|')})`, 'u');

/** Stems that are not numbers themselves. */
export const STEMS: Readonly<Record<string, number>> = {
  двух: 2,
  трех: 3,
  четырех: 4,
  sett: 7,
  ott: 8,
  nov: 9,
  dec: 10,
  undic: 11,
  dodic: 12,
  tredic: 13,
  quattordic: 14,
  quindic: 15,
  sedic: 16,
  diciassett: 17,
  diciott: 18,
  diciannov: 19,
  vent: 20,
  trent: 30,
  quarant: 40,
  cinquant: 50,
};

/** A ten inside a stem makes it twenty or more: `fünfundzwanzig`, `vijfentwintig`. */
export const TENS_INSIDE =
  /und(zwan|drei|vier|funf|sech|sieb|acht|neun)|en(twin|der|veer|vijf|zes|zeven|tach|negen)|двадцати|тридцати|сорока|dwudziesto|trzydziesto|vent|trent|quarant/u;

/** The same endings after digits: `12-jährige`. */
export const UNIT_STEM = /^(jahrig|jarig|летн|летк|letni|arig|aring|yasind|річн|lat(ka|ek)|enne)/u;
