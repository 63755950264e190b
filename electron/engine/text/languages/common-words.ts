/**
 * What colours, materials, people and the most common goods are called in several languages, so that a query in one finds
 * listings and tags in another. A catalog's own synonyms come on top.
 */
import { foldWord, stem } from '../normalise.ts';
import { stemIn } from './stemmers.ts';

const columns = ['en', 'zh', 'de', 'es', 'fr', 'it'] as const;

/** What things are like: one quality a line; other names of it after a comma. */
const qualities = `
black|黑色,黑|schwarz|negro|noir|nero
white|白色,白|weiß|blanco|blanc|bianco
grey,gray|灰色,灰|grau|gris|gris|grigio
blue|蓝色,蓝|blau|azul|bleu|blu
navy blue,navy|藏青色,藏蓝色,深蓝色|dunkelblau,marineblau|azul marino|bleu marine|blu navy
light blue|浅蓝色|hellblau|azul claro|bleu clair|azzurro
red|红色,红|rot|rojo|rouge|rosso
burgundy|酒红色|bordeaux|burdeos|bordeaux|bordeaux
pink|粉色,粉红色|rosa|rosa|rose|rosa
orange|橙色,橘色|orange|naranja|orange|arancione
yellow|黄色,黄|gelb|amarillo|jaune|giallo
green|绿色,绿|grün|verde|vert|verde
purple|紫色,紫|lila,violett|morado|violet|viola
brown|棕色,褐色,咖啡色|braun|marrón|marron|marrone
beige|米色|beige|beige|beige|beige
silver|银色|silber|plateado|argenté|argento
gold|金色|gold|dorado|doré|oro
leather|真皮,皮革|leder|cuero,piel|cuir|pelle
cotton|棉,纯棉,棉质|baumwolle|algodón|coton|cotone
wool|羊毛|wolle|lana|laine|lana
silk|真丝,丝绸|seide|seda|soie|seta
linen|亚麻|leinen|lino|lin|lino
denim|牛仔|denim|denim|denim|denim
ceramic|陶瓷|keramik|cerámica|céramique|ceramica
wood,wooden|木,木制,实木|holz|madera|bois|legno
steel|钢,不锈钢|stahl|acero|acier|acciaio
glass|玻璃|glas|vidrio|verre|vetro
women,ladies,female|女士,女款,女式|damen|mujer|femme|donna
men,gents,male|男士,男款,男式|herren|hombre|homme|uomo
kids,children|儿童,童款|kinder|niños|enfants|bambini
baby|婴儿,宝宝|baby|bebé|bébé|neonato
striped|条纹|gestreift|rayas|rayé|righe
checked|格子|kariert|cuadros|carreaux|quadri
floral|碎花,花卉|geblümt|floral|fleuri|floreale
`;

/** What they are. */
const goods = `
dress|连衣裙,裙子|kleid|vestido|robe|vestito
skirt|半身裙|rock|falda|jupe|gonna
shirt|衬衫|hemd|camisa|chemise|camicia
t-shirt|T恤|t-shirt|camiseta|t-shirt|maglietta
sweater,pullover|毛衣|pullover|jersey|pull|maglione
jacket|夹克,外套|jacke|chaqueta|veste|giacca
coat|大衣,外套|mantel|abrigo|manteau|cappotto
jeans|牛仔裤|jeans|vaqueros|jean|jeans
trousers,pants|裤子,长裤|hose|pantalón|pantalon|pantaloni
shorts|短裤|shorts|pantalón corto|short|pantaloncini
socks|袜子|socken|calcetines|chaussettes|calzini
hat,cap|帽子|mütze,hut|gorra,sombrero|casquette,chapeau|cappello
scarf|围巾|schal|bufanda|écharpe|sciarpa
gloves|手套|handschuhe|guantes|gants|guanti
belt|腰带,皮带|gürtel|cinturón|ceinture|cintura
shoes|鞋,鞋子|schuhe|zapatos|chaussures|scarpe
leather shoes|皮鞋|lederschuhe|zapatos de piel|chaussures en cuir|scarpe di pelle
sneakers,trainers|运动鞋|sneaker,turnschuhe|zapatillas|baskets|sneakers
running shoes|跑步鞋,跑鞋|laufschuhe|zapatillas running|chaussures de course|scarpe da corsa
boots|靴子|stiefel|botas|bottes|stivali
sandals|凉鞋|sandalen|sandalias|sandales|sandali
heels|高跟鞋|pumps|tacones|talons|tacchi
bag|包,袋|tasche|bolsa|sac|borsa
handbag|手提包|handtasche|bolso|sac à main|borsetta
backpack|背包,双肩包|rucksack|mochila|sac à dos|zaino
wallet|钱包|geldbörse|cartera|portefeuille|portafoglio
watch|手表|armbanduhr|reloj|montre|orologio
sunglasses|太阳镜,墨镜|sonnenbrille|gafas de sol|lunettes de soleil|occhiali da sole
necklace|项链|halskette|collar|collier|collana
earrings|耳环|ohrringe|pendientes|boucles d'oreilles|orecchini
ring|戒指|ring|anillo|bague|anello
mug,cup|杯子,马克杯|tasse,becher|taza|tasse|tazza
ceramic mug|陶瓷杯|keramiktasse|taza de cerámica|tasse en céramique|tazza in ceramica
bottle|瓶子,水壶|flasche|botella|bouteille|bottiglia
plate|盘子|teller|plato|assiette|piatto
lamp|台灯,灯|lampe|lámpara|lampe|lampada
chair|椅子|stuhl|silla|chaise|sedia
table|桌子|tisch|mesa|table|tavolo
sofa|沙发|sofa|sofá|canapé|divano
cushion,pillow|抱枕,枕头|kissen|cojín|coussin|cuscino
phone case|手机壳|handyhülle|funda|coque|custodia
headphones|耳机|kopfhörer|auriculares|écouteurs|cuffie
`;

interface Thing {
  readonly names: Readonly<Record<string, readonly string[]>>;
}

const read = (table: string): Thing[] =>
  table
    .trim()
    .split('\n')
    .map((line) => ({
      names: Object.fromEntries(line.split('|').map((cell, at) => [columns[at] ?? '', cell.split(',')])),
    }));

const things: readonly Thing[] = [...read(qualities), ...read(goods)];

/** The languages that have names here. */
export const namedLanguages: readonly string[] = columns;

const byName = new Map<string, Thing[]>();
for (const thing of things) {
  for (const [language, names] of Object.entries(thing.names)) {
    for (const name of names) {
      for (const key of new Set([keyIn(language, name), keyIn('', name)])) {
        const known = byName.get(key) ?? [];
        if (!known.includes(thing)) byName.set(key, [...known, thing]);
      }
    }
  }
}

/** What a word or name is called in these languages, itself left out; [] where it is none of the common ones. */
export function namesIn(languages: Iterable<string>, name: string): string[] {
  const found = new Set<string>();
  const asked = [...languages];
  const keys = new Set([keyIn('', name), ...columns.map((language) => keyIn(language, name))]);
  for (const key of keys) {
    for (const { names } of byName.get(key) ?? []) {
      for (const language of asked) for (const other of names[language] ?? []) found.add(other);
    }
  }
  for (const other of found) if (keys.has(keyIn('', other))) found.delete(other);
  return [...found];
}

const sizes = 'xs s m l xl xxl xxxl small medium large mini';
const qualityWords = new Set(
  [...sizes.split(' '), ...read(qualities).flatMap(({ names }) => Object.values(names).flat())].map((name) =>
    stem(foldWord(name)),
  ),
);

/** Whether a word says what a thing is like, not what it is: a colour, a material, a size, whom it is for. */
export function isQuality(word: string): boolean {
  return qualityWords.has(stem(foldWord(word)));
}

function keyIn(language: string, name: string): string {
  return name
    .toLowerCase()
    .split(' ')
    .map((word) => stem(foldWord(language === 'en' || language === 'zh' ? word : stemIn(language, word))))
    .join(' ');
}
