/**
 * The words that a catalog without tags is offered to begin with, in English and Chinese. A library takes up those that
 * its images seem to show; people rename, move and add to them like any other tag.
 */

export interface StarterTag {
  readonly en: string;
  readonly zh: string;
  /** What else it is called in English: the encoder reads it, and search finds it. */
  readonly also?: readonly string[];
}

export interface StarterGroup {
  readonly group: string;
  /** Whether an image tells these tags well enough for proposals to be worth looking at without being asked for. */
  readonly visible: boolean;
  readonly tags: readonly StarterTag[];
}

const tag = (en: string, zh: string, ...also: readonly string[]): StarterTag => ({
  en,
  zh,
  ...(also.length === 0 ? {} : { also }),
});

const clothes: readonly StarterTag[] = [
  tag('T-shirt', 'T恤', 'tee'),
  tag('Long-sleeved top', '长袖上衣', 'long sleeve t-shirt', 'longsleeve'),
  tag('Shirt', '衬衫', 'button-up shirt'),
  tag('Polo shirt', 'Polo衫', 'polo'),
  tag('Blouse', '女式衬衫'),
  tag('Tank top', '背心', 'sleeveless top', 'undershirt'),
  tag('Top', '上衣', 'crop top'),
  tag('Sweater', '毛衣', 'jumper', 'pullover'),
  tag('Cardigan', '开衫'),
  tag('Hoodie', '连帽衫', 'hooded sweatshirt'),
  tag('Sweatshirt', '卫衣'),
  tag('Jacket', '夹克', 'outerwear'),
  tag('Coat', '大衣', 'parka', 'winter coat'),
  tag('Blazer', '西装外套', 'suit jacket'),
  tag('Waistcoat', '马甲', 'gilet'),
  tag('Dress', '连衣裙'),
  tag('Skirt', '半身裙'),
  tag('Trousers', '长裤', 'pants'),
  tag('Jeans', '牛仔裤'),
  tag('Leggings', '紧身裤', 'tights'),
  tag('Track pants', '运动裤', 'joggers'),
  tag('Shorts', '短裤'),
  tag('Bodysuit', '连体衣', 'romper', 'onesie'),
  tag('Swimwear', '泳装', 'swimsuit'),
  tag('Bra', '文胸', 'sports bra'),
  tag('Underwear', '内裤', 'briefs', 'boxers'),
  tag('Socks', '袜子'),
  tag('Nightwear', '睡衣', 'pyjamas'),
  tag('Kurta', '库尔塔长衫'),
  tag('Saree', '纱丽'),
  tag('Hat', '帽子', 'beanie'),
  tag('Cap', '棒球帽', 'baseball cap'),
  tag('Scarf', '围巾'),
  tag('Gloves', '手套'),
  tag('Belt', '皮带'),
  tag('Tie', '领带'),
];

const carriedAndWorn: readonly StarterTag[] = [
  tag('Shoes', '鞋子'),
  tag('Trainers', '运动鞋', 'sneakers', 'sports shoes'),
  tag('Boots', '靴子'),
  tag('Sandals', '凉鞋'),
  tag('Flip-flops', '人字拖', 'flip flops', 'slippers'),
  tag('Heels', '高跟鞋', 'high heels'),
  tag('Handbag', '手提包', 'shoulder bag'),
  tag('Backpack', '双肩包', 'rucksack'),
  tag('Duffle bag', '旅行包', 'travel bag'),
  tag('Wallet', '钱包', 'purse'),
  tag('Suitcase', '行李箱'),
  tag('Watch', '手表', 'wristwatch'),
  tag('Sunglasses', '太阳镜', 'glasses'),
  tag('Necklace', '项链', 'pendant'),
  tag('Earrings', '耳环'),
  tag('Ring', '戒指'),
  tag('Bracelet', '手链', 'bangle'),
];

const forHome: readonly StarterTag[] = [
  tag('Chair', '椅子'),
  tag('Sofa', '沙发', 'couch'),
  tag('Table', '桌子', 'desk'),
  tag('Bed', '床'),
  tag('Cupboard', '柜子', 'cabinet', 'wardrobe'),
  tag('Lamp', '灯具', 'table lamp'),
  tag('Cushion', '靠垫', 'pillow'),
  tag('Rug', '地毯', 'carpet'),
  tag('Curtain', '窗帘'),
  tag('Mug', '马克杯', 'cup'),
  tag('Plate', '盘子'),
  tag('Bowl', '碗'),
  tag('Vase', '花瓶'),
  tag('Pan', '锅', 'frying pan', 'saucepan'),
  tag('Bottle', '瓶子', 'water bottle'),
  tag('Clock', '时钟'),
  tag('Candle', '蜡烛'),
  tag('Plant', '植物', 'houseplant'),
  tag('Tool', '工具', 'hand tool'),
];

const otherGoods: readonly StarterTag[] = [
  tag('Phone', '手机', 'mobile phone'),
  tag('Laptop', '笔记本电脑'),
  tag('Headphones', '耳机'),
  tag('Camera', '相机'),
  tag('Keyboard', '键盘'),
  tag('Loudspeaker', '音箱', 'speaker'),
  tag('Television', '电视', 'screen', 'monitor'),
  tag('Perfume', '香水'),
  tag('Lipstick', '口红'),
  tag('Nail polish', '指甲油'),
  tag('Cosmetics', '化妆品', 'make-up'),
  tag('Fruit', '水果'),
  tag('Vegetables', '蔬菜'),
  tag('Drink', '饮料', 'juice'),
  tag('Milk', '牛奶', 'dairy', 'yoghurt'),
  tag('Toy', '玩具', 'stuffed toy'),
  tag('Book', '书'),
  tag('Ball', '球', 'sports ball'),
  tag('Bicycle', '自行车'),
  tag('Dumbbell', '哑铃', 'gym equipment'),
  tag('Musical instrument', '乐器', 'guitar'),
];

export const starterVocabulary: readonly StarterGroup[] = [
  { group: 'type', visible: true, tags: [...clothes, ...carriedAndWorn, ...forHome, ...otherGoods] },
  {
    group: 'colour',
    visible: true,
    tags: [
      tag('Black', '黑色'),
      tag('White', '白色'),
      tag('Grey', '灰色', 'gray'),
      tag('Beige', '米色', 'cream'),
      tag('Brown', '棕色'),
      tag('Red', '红色'),
      tag('Pink', '粉色'),
      tag('Orange', '橙色'),
      tag('Yellow', '黄色'),
      tag('Green', '绿色'),
      tag('Blue', '蓝色'),
      tag('Navy blue', '藏青色', 'dark blue'),
      tag('Purple', '紫色', 'violet'),
      tag('Multicoloured', '彩色', 'colourful'),
    ],
  },
  {
    group: 'pattern',
    visible: false,
    tags: [
      tag('Plain', '纯色', 'solid colour'),
      tag('Striped', '条纹'),
      tag('Checked', '格子', 'plaid'),
      tag('Dotted', '圆点', 'polka dots'),
      tag('Floral', '花卉图案', 'flower print'),
      tag('Printed', '印花', 'graphic print'),
      tag('Camouflage', '迷彩'),
      tag('Animal print', '动物纹', 'leopard print'),
    ],
  },
  {
    group: 'audience',
    visible: true,
    tags: [
      tag('Women', '女士'),
      tag('Men', '男士'),
      tag('Girls', '女童'),
      tag('Boys', '男童'),
      tag('Babies', '婴儿', 'baby'),
      tag('Unisex', '中性'),
    ],
  },
  {
    group: 'material',
    visible: false,
    tags: [
      tag('Cotton', '棉'),
      tag('Denim', '牛仔布'),
      tag('Leather', '皮革'),
      tag('Knitted', '针织', 'wool'),
      tag('Silk', '丝绸', 'satin'),
      tag('Lace', '蕾丝'),
      tag('Fleece', '抓绒'),
      tag('Wood', '木材', 'wooden'),
      tag('Metal', '金属'),
      tag('Glass', '玻璃'),
      tag('Plastic', '塑料'),
      tag('Ceramic', '陶瓷'),
    ],
  },
  {
    group: 'season',
    visible: false,
    tags: [tag('Spring', '春季'), tag('Summer', '夏季'), tag('Autumn', '秋季', 'fall'), tag('Winter', '冬季')],
  },
];
